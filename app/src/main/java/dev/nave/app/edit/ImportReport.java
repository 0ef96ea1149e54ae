package dev.nave.app.edit;

import dev.nave.app.terminal.Table;
import dev.nave.app.terminal.Terminal;
import dev.nave.clients.table.ClientServer;
import dev.nave.clients.takeover.Candidate;
import dev.nave.clients.takeover.PlainSecret;
import dev.nave.clients.takeover.SecretSigns;
import dev.nave.clients.takeover.Unpinned;
import dev.nave.clients.takeover.Verdict;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What an import found, for people and for programs; never a secret. */
final class ImportReport {
    private ImportReport() {}

    /**
     * @param advice what to do about secrets in plain text, after a sentence that says so
     * @param terminal where the table is shown
     */
    static void print(
            List<Candidate> candidates, Collection<Path> files, String advice, Terminal terminal, PrintWriter out) {
        if (candidates.isEmpty()) {
            out.println(
                    files.isEmpty()
                            ? "No file of a client was found on this machine."
                            : "No servers were found in "
                                    + files.stream().map(Path::toString).collect(Collectors.joining(", ")) + ".");
            return;
        }
        Table table = new Table("NAME", "FROM", "SERVER", "WHAT BECOMES OF IT");
        for (Candidate candidate : candidates) {
            String sources = candidate.sources().stream()
                    .map(source -> source.client().id())
                    .distinct()
                    .collect(Collectors.joining(", "));
            table.row(candidate.name(), sources, what(candidate), verdict(candidate.verdict()));
        }
        table.print(out, terminal);
        candidates.forEach(candidate -> remarks(candidate, advice, out));
        boolean conflicts = candidates.stream().anyMatch(each -> each.verdict() instanceof Verdict.Conflict);
        if (conflicts) {
            out.println();
            out.println("Take those whose name is another's with --rename, or one of them with --only.");
        }
        out.println();
    }

    private static void remarks(Candidate candidate, String advice, PrintWriter out) {
        String name = System.lineSeparator() + "  " + candidate.name() + ": ";
        StringBuilder text = new StringBuilder();
        for (PlainSecret secret : candidate.secrets()) {
            text.append(name).append("a secret stands in plain text at ").append(secret.place());
            text.append(candidate.isNew() ? advice : ".");
        }
        for (Unpinned unpinned : candidate.unpinned()) {
            text.append(name)
                    .append(unpinned.runner())
                    .append(" takes whatever version of ")
                    .append(unpinned.name());
            text.append(" is the newest: ").append(unpinned.advice()).append('.');
        }
        candidate.notes().forEach(note -> text.append(name).append(note));
        if (candidate.verdict() instanceof Verdict.Conflict conflict) {
            text.append(name)
                    .append("its name belongs to another definition, ")
                    .append(conflict.with())
                    .append('.');
        }
        if (!text.isEmpty()) {
            out.println(text.substring(System.lineSeparator().length()));
        }
    }

    private static String what(Candidate candidate) {
        Json definition = candidate.definition();
        List<String> secrets = SecretSigns.texts(definition);
        String url = definition.string("url").orElse("");
        if (!url.isEmpty()) {
            return SecretSigns.hidden(url.replaceAll("[?#].*", ""), secrets);
        }
        String words = definition.member("args").map(Json::elements).orElse(List.of()).stream()
                .map(Json::text)
                .collect(Collectors.joining(" "));
        return SecretSigns.hidden((definition.string("command").orElse("-") + " " + words).strip(), secrets);
    }

    private static String verdict(Verdict verdict) {
        return switch (verdict) {
            case Verdict.New _ -> "taken over";
            case Verdict.Known known -> "there already as " + known.as();
            case Verdict.Conflict _ -> "left, the name is taken";
            case Verdict.Self _ -> "left, it is Nave itself";
            case Verdict.Unreachable _ -> "left, Nave cannot reach it";
        };
    }

    static Json json(Path file, boolean dryRun, List<Candidate> candidates, List<String> missing) {
        return Json.object()
                .put("file", file.toString())
                .put("dryRun", dryRun)
                .put(
                        "servers",
                        Json.array(candidates.stream().map(ImportReport::json).toList()))
                .put("missing", texts(missing))
                .build();
    }

    private static Json json(Candidate candidate) {
        JsonObject json = Json.object()
                .put("name", candidate.name())
                .put("verdict", word(candidate.verdict()))
                .put(
                        "sources",
                        Json.array(candidate.sources().stream()
                                .map(ImportReport::json)
                                .toList()))
                .put(
                        "secrets",
                        texts(candidate.secrets().stream()
                                .map(PlainSecret::place)
                                .toList()))
                .put(
                        "unpinned",
                        Json.array(candidate.unpinned().stream()
                                .map(each -> Json.object()
                                        .put("package", each.name())
                                        .putIfPresent("pin", each.pin().map(Json::of))
                                        .build())
                                .toList()))
                .put("notes", texts(candidate.notes()));
        if (candidate.verdict() instanceof Verdict.Known known) {
            json.put("as", known.as());
        }
        return json.build();
    }

    private static Json json(ClientServer source) {
        return Json.object()
                .put("client", source.client().id())
                .put("file", source.file().toString())
                .put("line", source.line())
                .putIfPresent("project", source.project().map(path -> Json.of(path.toString())))
                .build();
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.New _ -> "new";
            case Verdict.Known _ -> "known";
            case Verdict.Conflict _ -> "conflict";
            case Verdict.Self _ -> "self";
            case Verdict.Unreachable _ -> "unreachable";
        };
    }

    private static Json texts(List<String> texts) {
        return Json.array(texts.stream().map(Json::of).toList());
    }
}
