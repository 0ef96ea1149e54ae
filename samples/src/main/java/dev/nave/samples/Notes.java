package dev.nave.samples;

import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps notes while it runs, and asks before it forgets one. Legacy (2025-11-25), over standard streams. */
final class Notes implements Sample {
    private static final int MOST = 1_000;

    // Guarded by this.
    private final TreeMap<Integer, String> notes = new TreeMap<>();
    private int last;
    private Runnable changed = () -> {};

    @Override
    public String name() {
        return "notes";
    }

    @Override
    public String instructions() {
        return "Keeps short notes until it stops. Deleting one asks the user first.";
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                new Tool("add", "Keeps a note", Tool.taking("text"), false, this::add),
                new Tool("list", "Lists all notes", Tool.taking(), true, this::list),
                new Tool("delete", "Deletes a note by its number", Tool.taking("number"), false, this::delete));
    }

    @Override
    public synchronized List<Json> resources() {
        List<Json> entries = new ArrayList<>();
        notes.forEach((number, text) -> entries.add(Json.object()
                .put("uri", "note://" + number)
                .put("name", "Note " + number)
                .build()));
        return entries;
    }

    @Override
    public synchronized @Nullable Json read(String uri) {
        String text = numbered(uri.replaceFirst("^note://", ""));
        return text == null
                ? null
                : Json.object()
                        .put("uri", uri)
                        .put("mimeType", "text/plain")
                        .put("text", text)
                        .build();
    }

    @Override
    public List<Json> prompts() {
        return List.of(Json.object()
                .put("name", "tidy")
                .put("description", "Asks the model to put the notes in order")
                .build());
    }

    @Override
    public synchronized @Nullable Json prompt(String name, Json arguments) {
        if (!name.equals("tidy")) {
            return null;
        }
        String text = "Put these notes in order:\n" + String.join("\n", notes.values());
        Json content = Json.object().put("type", "text").put("text", text).build();
        Json message = Json.object().put("role", "user").put("content", content).build();
        return Json.object().put("messages", Json.array(List.of(message))).build();
    }

    @Override
    public Json capabilities() {
        Json changing = Json.object().put("listChanged", true).build();
        return Sample.super.capabilities().edit().put("resources", changing).build();
    }

    @Override
    public synchronized void onResourcesChanged(Runnable listener) {
        changed = listener;
    }

    private Json add(Json arguments, Call call) {
        Optional<String> text = arguments.string("text");
        if (text.isEmpty()) {
            return Tool.problem("Expected a text to keep as \"text\".");
        }
        int number;
        synchronized (this) {
            if (notes.size() == MOST) {
                return Tool.problem("Expected at most " + MOST + " notes: delete some first.");
            }
            number = ++last;
            notes.put(number, text.get());
        }
        tell();
        return Tool.text("Note " + number + " kept.");
    }

    private synchronized Json list(Json arguments, Call call) {
        List<String> lines = new ArrayList<>();
        notes.forEach((number, text) -> lines.add(number + ": " + text));
        return Tool.text(lines.isEmpty() ? "No notes." : String.join("\n", lines));
    }

    private Json delete(Json arguments, Call call) throws InterruptedException {
        String number = arguments.string("number").orElse("");
        String text;
        synchronized (this) {
            text = numbered(number);
        }
        if (text == null) {
            return Tool.problem("Expected the number of a note, got '" + number + "': list shows them.");
        }
        Optional<Boolean> sure = call.confirm("Delete note " + number + ", \"" + text + "\"?");
        if (!sure.orElse(false)) {
            return Tool.problem("Note " + number + " stays: nobody confirmed.");
        }
        synchronized (this) {
            notes.remove(Integer.parseInt(number));
        }
        tell();
        return Tool.text("Note " + number + " deleted.");
    }

    private @Nullable String numbered(String number) {
        return number.matches("\\d{1,9}") ? notes.get(Integer.parseInt(number)) : null;
    }

    private void tell() {
        Runnable listener;
        synchronized (this) {
            listener = changed;
        }
        listener.run();
    }
}
