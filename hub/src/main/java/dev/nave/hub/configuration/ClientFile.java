package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Field;
import dev.nave.hub.configuration.Node.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The file of an MCP client (Claude Desktop and Code, Cursor, Windsurf, Gemini, VS Code …): recognised, and turned into
 * the shape of Nave's own. Keys that are the client's alone are warnings.
 */
final class ClientFile {
    /** Where clients keep their servers, as paths of keys. */
    private static final List<List<String>> SHAPES =
            List.of(List.of(Keys.SERVERS), List.of("servers"), List.of("mcp", "servers"), List.of("mcp", Keys.SERVERS));
    /** Other names of the url: Windsurf's and Gemini's. */
    private static final Set<String> URLS = Set.of("serverUrl", "httpUrl");

    private final Problems problems;

    private ClientFile(Problems problems) {
        this.problems = problems;
    }

    /**
     * Nave's shape of a client's file, or the same fields when it is Nave's own: when it is written in YAML, or has a
     * key at its top that only Nave knows.
     */
    static Fields normalised(Fields top, boolean yaml, Problems problems) {
        boolean own = Keys.names(Keys.TOP).stream()
                .anyMatch(key -> !key.equals(Keys.SERVERS) && top.fields().containsKey(key));
        if (yaml || own) {
            return top;
        }
        return new ClientFile(problems).normalised(top);
    }

    private Fields normalised(Fields top) {
        for (List<String> shape : SHAPES) {
            Optional<Field> servers = at(top, shape);
            if (servers.isPresent()) {
                warnForeign(top, Set.of(shape.getFirst()));
                return new Fields(
                        top.place(),
                        Map.of(
                                Keys.SERVERS,
                                new Field(
                                        servers.get().place(),
                                        servers(servers.get().value()))));
            }
        }
        return top;
    }

    private static Optional<Field> at(Fields top, List<String> path) {
        Fields fields = top;
        for (String key : path.subList(0, path.size() - 1)) {
            Field field = fields.fields().get(key);
            if (field == null || !(field.value() instanceof Fields below)) {
                return Optional.empty();
            }
            fields = below;
        }
        return Optional.ofNullable(fields.fields().get(path.getLast()));
    }

    private Node servers(Node node) {
        if (!(node instanceof Fields servers)) {
            return node;
        }
        FieldsBuilder renamed = new FieldsBuilder(servers.place(), problems);
        servers.fields().forEach((name, field) -> {
            String fitting = ServerNames.fitting(name);
            if (!fitting.equals(name)) {
                problems.warning(
                        field.place(),
                        "The server " + Shown.quoted(name) + " is called '" + fitting
                                + "' here: names are at most 24 letters, digits, '-' and single '_'.");
            }
            renamed.add(fitting, field.place(), server(field.value()));
        });
        return renamed.build();
    }

    private Node server(Node node) {
        if (!(node instanceof Fields server)) {
            return node;
        }
        Map<String, Field> fields = new LinkedHashMap<>();
        List<String> known = Keys.names(Keys.SERVER);
        server.fields().forEach((key, field) -> {
            if (known.contains(key) && taken(key, field)) {
                fields.put(key, field);
            } else if (URLS.contains(key)) {
                fields.putIfAbsent("url", field);
            } else {
                problems.warning(field.place(), "The key " + Shown.quoted(key) + " means nothing to Nave" + hint(key));
            }
        });
        return new Fields(server.place(), fields);
    }

    /** Whether a key has Nave's meaning: some clients give theirs to the same word. */
    private static boolean taken(String key, Field field) {
        return !key.equals("tools") || field.value() instanceof Fields;
    }

    private static String hint(String key) {
        return Suggestion.near(key, Keys.names(Keys.SERVER))
                .filter(near -> !near.equalsIgnoreCase(key))
                .map(near -> " and is left out: did you mean '" + near + "'?")
                .orElse(" and is left out.");
    }

    private void warnForeign(Fields top, Set<String> known) {
        top.fields().forEach((key, field) -> {
            if (!known.contains(key)) {
                problems.warning(
                        field.place(), "The key " + Shown.quoted(key) + " means nothing to Nave and is left out.");
            }
        });
    }
}
