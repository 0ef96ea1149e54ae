package dev.nave.hub.aggregate;

import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Deadline;
import dev.nave.hub.Endpoint.Description;
import dev.nave.hub.ListKind;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.feed.ServerFeed;
import dev.nave.hub.naming.Names;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an endpoint introduces itself. What is many servers has every capability, whoever is up: what clients are told must
 * not change under them. What is one server has that server's.
 */
final class Introduction {
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final Duration UNSETTLED = Duration.ofSeconds(1);
    private static final Json CHANGING = Json.parse("{\"listChanged\":true}");
    private static final Json WATCHED = Json.parse("{\"subscribe\":true,\"listChanged\":true}");
    private static final Json EVERYTHING = Json.object()
            .put("tools", CHANGING)
            .put("prompts", CHANGING)
            .put("resources", WATCHED)
            .put("completions", Json.EMPTY_OBJECT)
            .put("logging", Json.EMPTY_OBJECT)
            .build();

    private static final Json TASKS = Json.parse("{\"cancel\":{},\"requests\":{\"tools\":{\"call\":{}}}}");

    private final Names names;
    private final List<ServerFeed> feeds;
    private final Json serverInfo;
    private final Optional<String> preface;
    private final int mostBytes;
    private final Deadline start;
    private final Time time;

    /**
     * @param preface what the operator puts before the servers' own instructions
     * @param mostBytes of instructions
     */
    Introduction(
            Names names,
            List<ServerFeed> feeds,
            Json serverInfo,
            Optional<String> preface,
            int mostBytes,
            Deadline start,
            Time time) {
        this.names = names;
        this.feeds = feeds;
        this.serverInfo = serverInfo;
        this.preface = preface;
        this.mostBytes = mostBytes;
        this.start = start;
        this.time = time;
    }

    Json serverInfo() {
        return serverInfo;
    }

    /** Waits for servers that are starting: for many within the start's budget, for one as long as it may take. */
    Description describe() {
        boolean settled = true;
        for (ServerFeed feed : feeds) {
            feed.upstream().awaitSettled(patience(feed));
            settled &= feed.opening().isPresent() || feed.isHopeless();
        }
        return new Description(serverInfo, capabilities(), instructions(), settled ? LIFE : UNSETTLED, true);
    }

    /** Whether a method needs a capability that the one server behind this does not have. */
    boolean lacks(String method) {
        if (!names.isExact()) {
            return false;
        }
        Optional<String> capability = capabilityOf(method);
        Optional<Opening> opening = feeds.getFirst().opening();
        return capability.isPresent() && opening.isPresent() && !opening.get().has(capability.get());
    }

    private static Optional<String> capabilityOf(String method) {
        return switch (method) {
            case Method.TOOLS_CALL -> Optional.of("tools");
            case Method.PROMPTS_GET -> Optional.of("prompts");
            case Method.RESOURCES_READ -> Optional.of("resources");
            default -> ListKind.ofMethod(method).map(ListKind::capability);
        };
    }

    private Deadline patience(ServerFeed feed) {
        return names.isExact() && !feeds.isEmpty()
                ? Deadline.in(feed.settings().waits().get(Wait.START), time)
                : start;
    }

    private Json capabilities() {
        if (!names.isExact()) {
            return EVERYTHING
                    .edit()
                    .putIfPresent("tasks", tasks())
                    .putIfPresent("extensions", extensions())
                    .build();
        }
        Optional<Opening> opening = feeds.getFirst().opening();
        if (opening.isEmpty()) {
            return EVERYTHING;
        }
        Json own = opening.get().capabilities();
        JsonObject shown = own.edit()
                .put("tasks", tasks().orElse(null))
                .put("extensions", extensions().orElse(null));
        own.member("tools").ifPresent(tools -> shown.put("tools", changing(tools)));
        own.member("prompts").ifPresent(prompts -> shown.put("prompts", changing(prompts)));
        own.member("resources").ifPresent(resources -> shown.put("resources", changing(resources)));
        return shown.build();
    }

    /** The hub tells of changes whether or not the server does: whenever it sees that a list is another. */
    private static Json changing(Json capability) {
        return capability.isObject()
                ? capability.edit().put("listChanged", true).build()
                : CHANGING;
    }

    /**
     * Tasks as 2025-11-25 has them, if any server does, whose tools say so each. None are listed: a list of many servers'
     * tasks would have to be kept here.
     */
    private Optional<Json> tasks() {
        return feeds.stream().anyMatch(Introduction::takesTasks) ? Optional.of(TASKS) : Optional.empty();
    }

    private static boolean takesTasks(ServerFeed feed) {
        return feed.opening()
                .flatMap(opening -> opening.capabilities().at("tasks", "requests", "tools", "call"))
                .isPresent();
    }

    /**
     * What any server offers beyond the protocol; the first configured one's settings count. The tasks of 2025-11-25 are an
     * extension to whoever has it.
     */
    private Optional<Json> extensions() {
        JsonObject all = Json.object();
        if (tasks().isPresent()) {
            all.put(MetaKey.TASKS_EXTENSION, Json.EMPTY_OBJECT);
        }
        for (ServerFeed feed : feeds.reversed()) {
            feed.opening()
                    .flatMap(opening -> opening.capabilities().member("extensions"))
                    .ifPresent(all::putAll);
        }
        Json extensions = all.build();
        return extensions.hasMembers() ? Optional.of(extensions) : Optional.empty();
    }

    private Optional<String> instructions() {
        StringBuilder text = new StringBuilder();
        preface.ifPresent(own -> text.append(own.strip()).append("\n\n"));
        for (ServerFeed feed : feeds) {
            Optional<String> own = feed.opening().flatMap(Opening::instructions).filter(said -> !said.isBlank());
            if (own.isEmpty()) {
                continue;
            }
            if (!names.isExact()) {
                text.append("## ").append(feed.name()).append("\n\n");
            }
            text.append(names.isExact() ? own.get() : own.get().strip()).append("\n\n");
        }
        if (names.isExact() && preface.isEmpty()) {
            return feeds.getFirst().opening().flatMap(Opening::instructions).map(this::cut);
        }
        String all = text.toString().strip();
        return all.isEmpty() ? Optional.empty() : Optional.of(cut(all));
    }

    private String cut(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= mostBytes) {
            return text;
        }
        int end = mostBytes;
        while (end > 0 && (bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
