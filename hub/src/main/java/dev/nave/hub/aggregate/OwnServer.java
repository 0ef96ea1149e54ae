package dev.nave.hub.aggregate;

import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Exchange;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.catalog.Catalog;
import dev.nave.hub.catalog.Entry;
import dev.nave.hub.catalog.Offer;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The hub's own server {@code hub}: what there is, and how the servers are doing. */
final class OwnServer implements Server {
    private static final String LIST_TOOLS = "list_tools";
    private static final String STATUS = "status";
    private static final Json TOOLS = Json.parse("""
        [{"name":"list_tools","title":"List tools","description":"Lists the tools of all servers behind this hub, \
        or those that fit. Use it to find a tool among many.",\
        "inputSchema":{"type":"object","properties":{\
        "server":{"type":"string","description":"Only tools of this server"},\
        "name":{"type":"string","description":"Only tools whose name contains this, whatever the case"},\
        "text":{"type":"string","description":"Only tools whose name, title or description contains all these words"}},\
        "additionalProperties":false},"annotations":{"readOnlyHint":true,"openWorldHint":false}},\
        {"name":"status","title":"Status of servers","description":"Tells how each server behind this hub is doing, \
        and why one is missing.","inputSchema":{"type":"object","additionalProperties":false},\
        "annotations":{"readOnlyHint":true,"openWorldHint":false}}]\
        """);

    private final Supplier<Catalog> catalog;
    private final Supplier<List<ServerStatus>> servers;

    OwnServer(Supplier<Catalog> catalog, Supplier<List<ServerStatus>> servers) {
        this.catalog = catalog;
        this.servers = servers;
    }

    static Offer offer() {
        Map<ListKind, List<Json>> lists = Map.of(
                ListKind.TOOLS, TOOLS.elements(),
                ListKind.PROMPTS, List.of(),
                ListKind.RESOURCES, List.of(),
                ListKind.TEMPLATES, List.of());
        return new Offer(ServerSettings.RESERVED, lists, true, true);
    }

    @Override
    public Reply serve(Request request, Exchange exchange) {
        if (!request.method().equals(Method.TOOLS_CALL)) {
            return Reply.failed(ErrorCode.METHOD_NOT_FOUND, "The hub's own server has tools alone.");
        }
        Json arguments = request.params().member("arguments").orElse(Json.EMPTY_OBJECT);
        return switch (request.params().string("name").orElse("")) {
            case LIST_TOOLS -> tools(arguments);
            case STATUS -> status();
            default ->
                Reply.failed(
                        ErrorCode.INVALID_PARAMS, "Expected the tool " + LIST_TOOLS + " or " + STATUS + " of the hub.");
        };
    }

    private Reply tools(Json arguments) {
        for (String name : List.of("server", "name", "text")) {
            Json given = arguments.find(name);
            if (given != null && !given.isString()) {
                return new Reply.Complete(answer("Expected '" + name + "' to be a string, got " + given + ".")
                        .put("isError", true)
                        .build());
            }
        }
        Predicate<Entry> wanted = filter(arguments);
        List<Json> found = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Entry entry : catalog.get().entries(ListKind.TOOLS)) {
            if (wanted.test(entry)) {
                String description =
                        firstLine(entry.json().string("description").orElse(""));
                JsonObject tool = Json.object().put("name", entry.exposed()).put("server", entry.server());
                entry.json().string("title").ifPresent(title -> tool.put("title", title));
                found.add(tool.put("description", description).build());
                text.append(entry.exposed()).append(": ").append(description).append('\n');
            }
        }
        if (found.isEmpty()) {
            text.append("No tool fits. Ask for fewer words, or see with 'status' whether a server is missing.");
        }
        Json structured = Json.object().put("tools", Json.array(found)).build();
        return new Reply.Complete(answer(text.toString().strip())
                .put("structuredContent", structured)
                .build());
    }

    private static Predicate<Entry> filter(Json arguments) {
        Optional<String> server = arguments.string("server");
        Optional<String> name = arguments.string("name").map(OwnServer::lower);
        List<String> words = arguments
                .string("text")
                .map(text -> List.of(lower(text).strip().split("\\s+")))
                .orElse(List.of());
        return entry -> server.map(entry.server()::equals).orElse(true)
                && name.map(lower(entry.exposed())::contains).orElse(true)
                && words.stream().allMatch(searched(entry)::contains);
    }

    private static String searched(Entry entry) {
        return lower(entry.exposed() + "\n" + entry.json().string("title").orElse("") + "\n"
                + entry.json().string("description").orElse(""));
    }

    private Reply status() {
        List<Json> all = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (ServerStatus server : servers.get()) {
            Optional<String> reason = server.state().why();
            JsonObject json = Json.object()
                    .put("name", server.name())
                    .put("state", server.state().word())
                    .put("since", server.state().since().toString());
            reason.ifPresent(why -> json.put("reason", why));
            server.opening().map(Opening::revision).ifPresent(revision -> json.put("revision", revision.wireName()));
            text.append(server.name()).append(": ").append(server.state().word());
            server.counts().forEach((kind, count) -> {
                json.put(kind.member(), count);
                text.append(", ").append(count).append(' ').append(kind.member());
            });
            reason.ifPresent(why -> text.append(" (").append(why).append(')'));
            text.append('\n');
            all.add(json.build());
        }
        Json structured = Json.object().put("servers", Json.array(all)).build();
        return new Reply.Complete(answer(text.toString().strip())
                .put("structuredContent", structured)
                .build());
    }

    private static JsonObject answer(String text) {
        Json block = Json.object().put("type", "text").put("text", text).build();
        return Json.object().put("content", Json.array(List.of(block)));
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return ServerSettings.RESERVED;
    }
}
