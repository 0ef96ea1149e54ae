package dev.nave.edge.replica;

import dev.nave.hub.seal.Purpose;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A modern client that answers in rounds: in part, wrong, twice, to either node, late or never. */
final class ModernActor extends Actor {
    private static final int MOST_STEPS = 30;

    private final List<Json> rounds = new ArrayList<>();
    private @Nullable Json lastSent;
    private int ids;

    ModernActor(World world, Random random, int call) {
        super(world, random, call);
    }

    @Override
    boolean isQuiet() {
        return true;
    }

    @Override
    void play() {
        MemoryExchange http = send(Posts.modern(id(), "tools/call", params()));
        for (int step = 0; step < MOST_STEPS; step++) {
            tempt();
            boolean leaving = random.nextInt(20) == 0;
            if (leaving) {
                http.leave();
            }
            Json answer = end(http);
            if (answer.isNull()) {
                if (leaving) {
                    checkLeft();
                    return;
                }
                if (!isDisturbed()) {
                    violate("was answered nothing");
                    return;
                }
                Json round = rounds.isEmpty() ? null : rounds.getLast();
                if (round == null) {
                    return; // Its node died, and it has nothing to come back with.
                }
                http = send(retry(round, lastSent == null ? all(round) : lastSent));
                continue;
            }
            if (Posts.state(answer).isEmpty()) {
                checkEnd(answer);
                return;
            }
            rounds.add(answer);
            lastSent = null; // Those answers were to other questions, whose keys a call that is made again uses anew.
            MemoryExchange next = respond(answer);
            if (next == null) {
                return;
            }
            http = next;
        }
        http.leave();
        checkGone("had enough");
    }

    /** Comes back with something; null when it never does. */
    private @Nullable MemoryExchange respond(Json round) {
        forge(round);
        int deed = random.nextInt(24);
        did("deed " + deed);
        return switch (deed) {
            case 0 -> {
                world.jump(World.JUMP);
                checkGone("never came back");
                yield null;
            }
            case 1 -> {
                world.jump(Duration.ofHours(25));
                refused("an expired state", send(retry(round, all(round))));
                yield null;
            }
            case 2, 3 -> send(retry(round, Json.EMPTY_OBJECT));
            case 4, 5 -> send(retry(round, Posts.accept(round, Json.parse("{\"name\":5}"))));
            case 6, 7, 8 -> twiceAtOnce(round);
            case 9, 10, 11 -> onceMoreLater(round);
            case 12 -> {
                leaveWhileItWorks(round);
                yield null;
            }
            default -> {
                Json responses = all(round);
                lastSent = responses;
                yield send(retry(round, responses));
            }
        };
    }

    /** The same request twice, as after a broken connection: the later one takes the place of the earlier. */
    private MemoryExchange twiceAtOnce(Json round) {
        Json responses = all(round);
        lastSent = responses;
        MemoryExchange first = send(retry(round, responses));
        MemoryExchange second = send(retry(round, responses));
        Json one = end(first);
        Json other = end(second);
        if (one.isNull() && other.isNull() && !isDisturbed()) {
            violate("sent the same twice and was answered neither time");
        }
        // Whichever came after the call had ended was told so.
        return MemoryExchange.answered(one.isNull() || Posts.isToolError(one) ? other : one);
    }

    /** After a round was answered, the same answers get the same again, and others are refused. */
    private MemoryExchange onceMoreLater(Json round) {
        Json responses = all(round);
        lastSent = responses;
        Json answer = end(send(retry(round, responses)));
        if (answer.isNull() || repeatable || (Posts.isToolError(answer) && isDisturbed())) {
            return MemoryExchange.answered(answer); // What may be repeated, or was not reached, may be answered anew.
        }
        Json again = end(send(retry(round, responses)));
        boolean same = answer.member("result").equals(again.member("result"));
        if (!same && !isOver(again)) {
            violate("got " + again + " for answers that got " + answer + " before");
        }
        Json other = end(send(retry(round, all(round))));
        if (Posts.code(other) != -32602 && !isOver(other)) {
            violate("took other answers to a round that was over: " + other);
        }
        return MemoryExchange.answered(answer);
    }

    /** It leaves in the middle of the server's work, when nothing is on its way to it. */
    private void leaveWhileItWorks(Json round) {
        Json responses = responses(round, "{\"wait\":true}");
        MemoryExchange http = send(retry(round, responses));
        world.ledger.eventually(() -> !page.isRunning()
                || isDisturbed()
                || responses.names().stream()
                        .anyMatch(key -> page.isGiven(responses
                                .at(key, "content", "name")
                                .map(Json::text)
                                .orElse("none"))));
        http.leave();
        if (isDisturbed()) {
            world.jump(World.JUMP); // Its answer may not have got there, and the call may be parked.
        }
        checkGone("left while it worked");
    }

    /** Neither a stranger, another call, an altered state, one of another kind nor one long past gets in. */
    private void forge(Json round) {
        Json responses = all(round);
        Json state = Posts.state(round).orElseThrow();
        switch (random.nextInt(8)) {
            case 0 -> refused("a stranger", world.send(node(), stranger(), retry(round, responses)));
            case 1 ->
                refused(
                        "another call",
                        send(Posts.retry(id(), "tools/call", Json.parse("{\"name\":\"book\"}"), responses, state)));
            case 2 -> {
                String text = state.text();
                int at = 3 + random.nextInt(text.length() - 4);
                String altered = text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1);
                refused(
                        "an altered state",
                        send(Posts.retry(id(), "tools/call", params(), responses, Json.of(altered))));
            }
            case 3 -> {
                Optional<Json> content = world.seals.open(Purpose.PARK, "key:" + owner, state.text());
                String other = world.seals.seal(
                        Purpose.SESSION, "key:" + owner, Duration.ofMinutes(1), content.orElse(Json.EMPTY_OBJECT));
                refused(
                        "a state of another kind",
                        send(Posts.retry(id(), "tools/call", params(), responses, Json.of(other))));
            }
            case 4 -> {
                if (rounds.size() > 2 && !repeatable) {
                    Json old = rounds.get(rounds.size() - 3);
                    Json late = end(send(retry(old, all(old))));
                    if (Posts.code(late) != -32602 && !isOver(late)) {
                        violate("took answers to a round long over: " + late);
                    }
                }
            }
            default -> {}
        }
    }

    private void refused(String who, MemoryExchange http) {
        Json answer = end(http);
        if (Posts.code(answer) != -32602 && !(answer.isNull() && isDisturbed())) {
            violate("let in " + who + ": " + answer);
        }
    }

    /** Whether it is told that the call has ended, or nothing at all because its node did. */
    private boolean isOver(Json answer) {
        return Posts.isToolError(answer) || (isDisturbed() && (answer.isNull() || Posts.code(answer) == -32602));
    }

    /**
     * It left: its call ends at once, unless a round of questions was on its way to it; then the call is parked, as for
     * every client that was asked, and is given up in time.
     */
    private void checkLeft() {
        long soon = System.nanoTime() + Duration.ofMillis(300).toNanos();
        boolean ended = world.ledger.eventually(
                () -> !page.isRunning() || (System.nanoTime() - soon > 0 && world.parked() > 0));
        if (ended && page.isRunning()) {
            world.jump(World.JUMP);
        }
        checkGone("left");
    }

    private Json end(MemoryExchange http) {
        List<Json> messages = Posts.messages(http);
        if (messages.isEmpty()) {
            return Json.NULL;
        }
        checkTold(messages);
        Json last = messages.getLast();
        long outcomes = messages.stream()
                .filter(message -> message.string("method").isEmpty())
                .count();
        if (outcomes > 1) {
            violate("was answered " + outcomes + " times");
        }
        did(Posts.state(last).isPresent() ? "got a round" : "got the end");
        return last.string("method").isPresent() ? Json.NULL : last;
    }

    private MemoryExchange send(MemoryExchange http) {
        int node = node();
        did("send at " + node);
        return world.send(node, owner, http);
    }

    private MemoryExchange retry(Json round, Json responses) {
        return Posts.retry(
                id(), "tools/call", params(), responses, Posts.state(round).orElseThrow());
    }

    private Json all(Json round) {
        return responses(round, "{}");
    }

    /** An answer to each question of a round, with further members of each. */
    private Json responses(Json round, String more) {
        JsonObject responses = Json.object();
        Json requests = round.at("result", "inputRequests").orElse(Json.EMPTY_OBJECT);
        for (String key : requests.names()) {
            String question =
                    requests.at(key, "params", "message").map(Json::text).orElse("none");
            Json content = content(question).edit().putAll(Json.parse(more)).build();
            responses.put(
                    key,
                    Json.object()
                            .put("action", "accept")
                            .put("content", content)
                            .build());
        }
        return responses.build();
    }

    private String id() {
        ids++;
        return call + "-" + ids;
    }
}
