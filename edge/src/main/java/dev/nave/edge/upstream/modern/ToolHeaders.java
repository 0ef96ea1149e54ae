package dev.nave.edge.upstream.modern;

import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which arguments of which tool travel in headers, as far as the server listed its tools. Safe for many threads. */
final class ToolHeaders {
    private static final Logger LOG = LoggerFactory.getLogger(ToolHeaders.class);

    private final String server;
    private final Map<String, List<HeaderRule>> known = new ConcurrentHashMap<>();

    ToolHeaders(String server) {
        this.server = server;
    }

    /** Learns from a page of {@code tools/list}; answers it without the tools whose annotations are invalid. */
    Json learn(Json page) {
        Json tools = page.find("tools");
        if (tools == null) {
            return page;
        }
        List<Json> all = tools.elements();
        List<Json> kept = new ArrayList<>();
        for (Json tool : all) {
            if (learnTool(tool)) {
                kept.add(tool);
            }
        }
        return kept.size() == all.size()
                ? page
                : page.edit().put("tools", Json.array(kept)).build();
    }

    boolean knows(String tool) {
        return known.containsKey(tool);
    }

    /** The headers for a call of a tool with these arguments. */
    Map<String, String> headers(String tool, Json arguments) {
        Map<String, String> headers = new HashMap<>();
        for (HeaderRule rule : known.getOrDefault(tool, List.of())) {
            rule.value(arguments).ifPresent(value -> headers.put(rule.header(), value));
        }
        return headers;
    }

    private boolean learnTool(Json tool) {
        String name = tool.string("name").orElse("");
        try {
            known.put(name, HeaderRules.of(tool.member("inputSchema").orElse(Json.EMPTY_OBJECT)));
            return true;
        } catch (HeaderRules.InvalidAnnotation e) {
            known.remove(name);
            LOG.warn(
                    "Left out tool '{}' of server '{}': its x-mcp-header is invalid: {}", name, server, e.getMessage());
            return false;
        }
    }
}
