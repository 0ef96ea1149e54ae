package dev.nave.hub.aggregate;

import dev.nave.hub.Caller;
import dev.nave.hub.Exchange;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.catalog.Catalog;
import dev.nave.hub.catalog.Entry;
import dev.nave.hub.catalog.Offer;
import dev.nave.hub.configuration.Change;
import dev.nave.hub.configuration.Problem;
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
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The hub's own server {@code hub}: what there is, and how the servers are doing. */
final class OwnServer implements Server {
    private static final String LIST_TOOLS = "list_tools";
    private static final String STATUS = "status";
    private static final String RELOAD = "reload";
    private static final String RESTART = "restart";
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
        "annotations":{"readOnlyHint":true,"openWorldHint":false}},\
        {"name":"reload","title":"Reload the configuration","description":"Reads the configuration files of this hub \
        anew and puts what changed in force. Calls on servers that did not change go on. A wrong file changes \
        nothing and every problem is listed. For administrators.",\
        "inputSchema":{"type":"object","additionalProperties":false},\
        "annotations":{"readOnlyHint":false,"destructiveHint":false,"idempotentHint":true,"openWorldHint":false}},\
        {"name":"restart","title":"Restart a server","description":"Starts one server behind this hub anew, also one \
        that failed, and forgets that it did. Calls in flight may end first. For administrators.",\
        "inputSchema":{"type":"object","properties":{\
        "server":{"type":"string","description":"Which one, by the name 'status' shows"}},\
        "required":["server"],"additionalProperties":false},\
        "annotations":{"readOnlyHint":false,"destructiveHint":true,"openWorldHint":false}}]\
        """);
    private static final Set<String> ADMIN = Set.of(RELOAD, RESTART);

    private final Supplier<Catalog> catalog;
    private final Affairs affairs;

    OwnServer(Supplier<Catalog> catalog, Affairs affairs) {
        this.catalog = catalog;
        this.affairs = affairs;
    }

    /** What the hub can say of itself and have done to itself. */
    interface Affairs {
        List<ServerStatus> servers();

        /** How they are doing, as {@link StatusReport} says it. */
        Json status();

        Reload reload();

        /** Starts a server anew; answers whether there is one of that name. */
        boolean restart(String server);
    }

    /** Whether a caller may see this: tools for administrators are for nobody else. */
    static boolean isFor(Entry entry, Caller caller) {
        return caller.isAdmin() || !isAdministrative(entry);
    }

    /** These without those for administrators. */
    static List<Entry> forEverybody(List<Entry> tools) {
        return tools.stream().filter(tool -> !isAdministrative(tool)).toList();
    }

    private static boolean isAdministrative(Entry entry) {
        return entry.server().equals(ServerSettings.RESERVED) && ADMIN.contains(entry.own());
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
        String tool = request.params().string("name").orElse("");
        if (ADMIN.contains(tool) && !exchange.caller().isAdmin()) {
            return refused("Expected a caller with the role admin, got "
                    + exchange.caller().principal()
                    + ": use a key with 'roles: [admin]', or run 'nave " + tool + "' as Nave's user.");
        }
        return switch (tool) {
            case LIST_TOOLS -> tools(arguments, exchange.caller());
            case STATUS -> status(exchange.caller());
            case RELOAD -> reload();
            case RESTART -> restart(arguments);
            default ->
                Reply.failed(
                        ErrorCode.INVALID_PARAMS, "Expected the tool " + LIST_TOOLS + " or " + STATUS + " of the hub.");
        };
    }

    private Reply reload() {
        Reload reload = affairs.reload();
        return switch (reload) {
            case Reload.Done(Change change, List<Problem> warnings) -> {
                Json structured = Json.object()
                        .put("added", names(change.added()))
                        .put("removed", names(change.removed()))
                        .put("restarted", names(change.restarted()))
                        .put("adjusted", names(change.adjusted()))
                        .put("triedAgain", names(change.retried()))
                        .put("takenOver", names(change.taken()))
                        .put("needsRestart", names(change.held()))
                        .put(
                                "warnings",
                                names(warnings.stream().map(Problem::toString).toList()))
                        .build();
                yield new Reply.Complete(answer(change.toString())
                        .put("structuredContent", structured)
                        .build());
            }
            case Reload.Refused refused -> refused(refused.toString());
            case Reload.Busy busy -> refused(busy.toString());
        };
    }

    private Reply restart(Json arguments) {
        String server = arguments.string("server").orElse("");
        if (!affairs.restart(server)) {
            String known = affairs.servers().stream()
                    .filter(ServerStatus::isUsed)
                    .map(ServerStatus::name)
                    .collect(Collectors.joining(", "));
            return refused("Expected 'server' to be one of " + known + ", got '" + server + "'.");
        }
        return new Reply.Complete(
                answer("Server '" + server + "' is started anew.").build());
    }

    private static Json names(List<String> names) {
        return Json.array(names.stream().map(Json::of).toList());
    }

    private static Reply refused(String text) {
        return new Reply.Complete(answer(text).put("isError", true).build());
    }

    private Reply tools(Json arguments, Caller caller) {
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
            if (wanted.test(entry) && isFor(entry, caller)) {
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

    private Reply status(Caller caller) {
        Json status = caller.isAdmin() ? affairs.status() : StatusReport.forEverybody(affairs.status());
        return new Reply.Complete(answer(StatusReport.text(status))
                .put("structuredContent", status)
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
