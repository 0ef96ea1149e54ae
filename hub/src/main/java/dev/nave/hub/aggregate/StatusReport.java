package dev.nave.hub.aggregate;

import dev.nave.hub.Connector.Opening;
import dev.nave.hub.ListKind;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.supervision.State;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How servers are doing, for programs and for people. */
final class StatusReport {
    private static final String CONNECTIONS = "connections";

    private StatusReport() {}

    /**
     * {@code servers}, each with its state, and how many of them are connected.
     *
     * @param remark members that come with them
     */
    static Json json(List<ServerStatus> servers, Json remark) {
        Tally tally = Tally.NONE;
        List<Json> all = new ArrayList<>();
        for (ServerStatus server : servers) {
            all.add(json(server));
            tally = tally.and(Tally.of(server));
        }
        return Json.object()
                .put("servers", Json.array(all))
                .put(CONNECTIONS, tally.json())
                .putAll(remark)
                .build();
    }

    private static Json json(ServerStatus server) {
        JsonObject json = Json.object()
                .put("name", server.name())
                .put("state", server.state().word())
                .put("since", server.state().since().toString());
        place(server.settings().target()).ifPresent(place -> json.put("url", place));
        server.state().why().ifPresent(why -> json.put("reason", why));
        next(server.state()).ifPresent(next -> json.put("next", next.toString()));
        if (server.retried() > 0) {
            json.put("retried", server.retried());
        }
        Map<String, String> labels = server.settings().labels();
        if (!labels.isEmpty()) {
            JsonObject noted = Json.object();
            labels.forEach(noted::put);
            json.put("labels", noted.build());
        }
        server.opening().map(Opening::revision).ifPresent(revision -> json.put("revision", revision.wireName()));
        server.counts().forEach((kind, count) -> json.put(kind.member(), count));
        server.within().ifPresent(json::putAll);
        return json.build();
    }

    /** The same without what is for administrators alone: where servers are reached. */
    static Json forEverybody(Json report) {
        JsonObject shown = report.edit().remove("url").remove("manifest");
        report.member("servers")
                .ifPresent(servers -> shown.put(
                        "servers",
                        Json.array(servers.elements().stream()
                                .map(StatusReport::forEverybody)
                                .toList())));
        return shown.build();
    }

    private static Optional<String> place(Target target) {
        return switch (target) {
            case Target.Remote remote -> Optional.of(remote.place());
            case Target.Manifest manifest -> Optional.of(manifest.place().place());
            case Target.CommandWithUrl both -> Optional.of(both.remote().place());
            case Target.Child ignored -> Optional.empty();
        };
    }

    /** A line for each server, those behind another one below it, and one for all. */
    static String text(Json report) {
        StringBuilder text = new StringBuilder();
        lines(report, "", text);
        report.string("trouble").ifPresent(trouble -> text.append(trouble).append('\n'));
        return text.append(Tally.read(report)).toString();
    }

    private static void lines(Json report, String indent, StringBuilder text) {
        for (Json server : report.member("servers").map(Json::elements).orElse(List.of())) {
            text.append(indent).append(server.string("name").orElse("?")).append(": ");
            text.append(server.string("state").orElse("?"));
            for (ListKind kind : ListKind.values()) {
                server.member(kind.member()).ifPresent(count -> text.append(", ")
                        .append(count.raw())
                        .append(' ')
                        .append(kind.member()));
            }
            server.string("reason")
                    .ifPresent(why -> text.append(" (").append(why).append(')'));
            server.string("trouble")
                    .ifPresent(trouble -> text.append(" (").append(trouble).append(')'));
            text.append('\n');
            lines(server, indent + "  ", text);
        }
    }

    private static Optional<Instant> next(State state) {
        return switch (state) {
            case State.BackingOff waiting -> Optional.of(waiting.next());
            case State.Failed failed -> failed.next();
            case State.Disabled ignored -> Optional.empty();
            case State.Idle ignored -> Optional.empty();
            case State.Starting ignored -> Optional.empty();
            case State.Ready ignored -> Optional.empty();
            case State.Degraded ignored -> Optional.empty();
            case State.Stopping ignored -> Optional.empty();
            case State.Stopped ignored -> Optional.empty();
        };
    }

    /**
     * What became of connecting.
     *
     * @param connected servers that are there
     * @param failed servers that could not be reached, or were lost
     * @param retried how often one was tried anew after that
     */
    private record Tally(long connected, long failed, long retried) {
        static final Tally NONE = new Tally(0, 0, 0);

        /** One server, or those behind it and how often all of them were lost at once. */
        static Tally of(ServerStatus server) {
            if (server.within().isPresent()) {
                return read(server.within().get()).and(new Tally(0, 0, server.retried()));
            }
            return switch (server.state()) {
                case State.Ready ignored -> new Tally(1, 0, server.retried());
                case State.Degraded ignored -> new Tally(1, 0, server.retried());
                case State.BackingOff ignored -> new Tally(0, 1, server.retried());
                case State.Failed ignored -> new Tally(0, 1, server.retried());
                case State.Disabled ignored -> NONE;
                case State.Idle ignored -> new Tally(0, 0, server.retried());
                // One that is tried anew has not come back yet: it is not left out of the count in between.
                case State.Starting ignored -> new Tally(0, server.retried() > 0 ? 1 : 0, server.retried());
                case State.Stopping ignored -> new Tally(0, 0, server.retried());
                case State.Stopped ignored -> new Tally(0, 0, server.retried());
            };
        }

        static Tally read(Json report) {
            Json counts = report.member(CONNECTIONS).orElse(Json.EMPTY_OBJECT);
            return new Tally(count(counts, "connected"), count(counts, "failed"), count(counts, "retried"));
        }

        private static long count(Json counts, String name) {
            return counts.member(name).map(Json::asLong).stream()
                    .mapToLong(found -> found.orElse(0))
                    .sum();
        }

        Tally and(Tally other) {
            return new Tally(connected + other.connected, failed + other.failed, retried + other.retried);
        }

        Json json() {
            return Json.object()
                    .put("connected", connected)
                    .put("failed", failed)
                    .put("retried", retried)
                    .build();
        }

        @Override
        public String toString() {
            return "connections: " + connected + " connected, " + failed + " failed, " + retried + " retried";
        }
    }
}
