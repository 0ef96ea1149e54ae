package dev.nave.edge.replica;

import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A legacy client with a session: answers on whichever node, comes back to a broken stream, cancels, or ends it all. */
final class LegacyActor extends Actor {
    private static final int MOST_STEPS = 60;

    private final Set<String> answered = new HashSet<>();
    private String session = "";

    LegacyActor(World world, Random random, int call) {
        super(world, random, call);
    }

    @Override
    boolean isQuiet() {
        return false;
    }

    @Override
    void play() {
        session = open();
        if (session.isEmpty()) {
            if (!isDisturbed()) {
                violate("was given no session");
            }
            return;
        }
        try {
            call();
        } finally {
            // At both: one may have taken it up while it could not reach the other.
            for (int node = 0; node < 2; node++) {
                status(world.send(node, owner, Posts.other("DELETE", session)));
            }
        }
    }

    private String open() {
        MemoryExchange opening = world.send(node(), owner, Posts.initialize());
        return status(opening) == 200 ? opening.answerHeader("Mcp-Session-Id").orElse("") : "";
    }

    private void call() {
        Json meta = Json.object().put("progressToken", call).build();
        Json params = params().edit().put("_meta", meta).build();
        MemoryExchange http = send(Posts.legacy(session, Posts.request("c" + call, "tools/call", params)));
        for (int step = 0; step < MOST_STEPS; step++) {
            Json message = Posts.next(http);
            if (message == null) {
                if (!isDisturbed()) {
                    violate("its stream ended without an answer");
                }
                return;
            }
            checkTold(List.of(message));
            did("got " + message.string("method").orElse("the end"));
            String method = message.string("method").orElse("");
            if (method.isEmpty()) {
                if (message.member("id").filter(Json::isNull).isPresent() && isDisturbed()) {
                    return; // Its session is no more.
                }
                if (!message.member("id").equals(java.util.Optional.of(Json.of("c" + call)))) {
                    violate("was answered under another id: " + message);
                }
                checkEnd(message);
                return;
            }
            if (!method.equals("elicitation/create")) {
                continue;
            }
            if (!message.at("params", "message").orElse(Json.NULL).text().contains(" of call " + call)) {
                violate("was asked " + message);
            }
            MemoryExchange next = respond(http, message);
            if (next == null) {
                return;
            }
            http = next;
        }
    }

    /** Does something about a question; null when it no longer wants the outcome. */
    private @Nullable MemoryExchange respond(MemoryExchange http, Json question) {
        tempt();
        if (!answered.add(question.member("id").orElse(Json.NULL).raw()) && !isDisturbed()) {
            violate("was asked the same once more: " + question);
        }
        return switch (random.nextInt(16)) {
            case 0 -> {
                Json cancel = Posts.notification(
                        "notifications/cancelled",
                        Json.object().put("requestId", "c" + call).build());
                int status = status(send(Posts.legacy(session, cancel)));
                if (status == 202) {
                    checkGone("cancelled");
                } else if (!isDisturbed()) {
                    violate("could not cancel: " + status);
                }
                yield null;
            }
            case 1 -> {
                if (status(send(Posts.other("DELETE", session))) == 200) {
                    checkGone("ended its session");
                }
                yield null;
            }
            case 2, 3 -> {
                boolean taken = answer(question);
                String place = http.lastEventId();
                http.leave();
                MemoryExchange rest = Posts.other("GET", session).with("Last-Event-ID", place);
                if (!taken || place.isEmpty()) {
                    yield null;
                }
                yield world.untilANodeDies(send(rest), this::isDisturbed);
            }
            case 4 -> {
                Json answer = response(question, "stranger");
                int status = status(world.send(node(), stranger(), Posts.legacy(session, answer)));
                if (status != 404 && !(status == 0 && isDisturbed())) {
                    violate("a stranger answered in its session: " + status);
                }
                yield on(answer(question), http);
            }
            case 5 -> {
                Json answer = response(question, null);
                int status = status(send(Posts.legacy(session, answer)));
                int again = status(send(Posts.legacy(session, answer)));
                yield on(status == 202 || again == 202, http);
            }
            default -> on(answer(question), http);
        };
    }

    /** The stream to go on with; null when there is nothing to go on for. */
    private static @Nullable MemoryExchange on(boolean wanted, MemoryExchange http) {
        if (wanted) {
            return http;
        }
        return null;
    }

    /** False when the session is no more, which ends it all. */
    private boolean answer(Json question) {
        int status = status(send(Posts.legacy(session, response(question, null))));
        did("" + status);
        if (status != 202 && !isDisturbed()) {
            violate("its answer was not taken: " + status);
        }
        return status == 202;
    }

    private Json response(Json question, @Nullable String name) {
        String text = question.at("params", "message").map(Json::text).orElse("none");
        Json content =
                name == null ? content(text) : Json.object().put("name", name).build();
        return Posts.response(
                question,
                Json.object().put("action", "accept").put("content", content).build());
    }

    private MemoryExchange send(MemoryExchange http) {
        int node = node();
        did(http.method() + " "
                + new String(http.body(), java.nio.charset.StandardCharsets.UTF_8)
                        .replaceAll(".*\"(method|result)\":(.{12}).*", "$2")
                + " at " + node);
        return world.send(node, owner, http);
    }

    /** 0 when the connection broke. */
    private static int status(MemoryExchange http) {
        try {
            http.awaitHead();
            return http.status();
        } catch (IOException broken) {
            return 0;
        }
    }
}
