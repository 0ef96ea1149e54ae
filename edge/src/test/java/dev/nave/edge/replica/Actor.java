package dev.nave.edge.replica;

import dev.nave.protocol.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A client that makes one call and sees it through, in its own way; and what it may see. */
abstract class Actor {
    final World world;
    final Random random;
    final String owner;
    final int call;
    final boolean repeatable;
    final int questions;
    final Ledger.Page page;
    private final int fatesBefore;
    /** By token: each request of a modern client has its own. */
    private final Map<String, Double> furthest = new HashMap<>();

    private int answers;
    /** What it did, for whoever has to find out why a law was broken. */
    private final Queue<String> trail = new ConcurrentLinkedQueue<>();

    Actor(World world, Random random, int call) {
        this.world = world;
        this.random = random;
        this.call = call;
        this.owner = call % 2 == 0 ? TestCallers.ALICE : TestCallers.BOB;
        this.repeatable = random.nextInt(3) == 0;
        this.questions = 1 + random.nextInt(3);
        this.page = world.ledger.page(call);
        this.fatesBefore = world.pastFates();
    }

    abstract void play() throws Exception;

    final String stranger() {
        return owner.equals(TestCallers.ALICE) ? TestCallers.BOB : TestCallers.ALICE;
    }

    final int node() {
        return world.someNode(random);
    }

    final void violate(String text) {
        world.ledger.violate(getClass().getSimpleName() + " of call " + call + ": " + text + ", after " + trail
                + ", beside " + world.befell());
    }

    final void did(String what) {
        trail.add(what);
    }

    /** Whether anything befell the world since the call began, so that the call may have ended badly. */
    final boolean isDisturbed() {
        return world.fates() > fatesBefore;
    }

    /** Now and then something befalls the world. */
    final void tempt() {
        switch (random.nextInt(60)) {
            case 0 -> {
                did("kill a child");
                world.killServer(random);
            }
            case 1 -> {
                did("kill a node");
                world.killNode(random);
            }
            case 2 -> {
                did("jump");
                world.jump(World.JUMP);
            }
            default -> {}
        }
        if (random.nextInt(8) == 0 && world.replaySomething(random)) {
            violate("a message between nodes was taken a second time");
        }
    }

    final Json params() {
        return Json.object()
                .put("name", repeatable ? "look" : "book")
                .put(
                        "arguments",
                        Json.object()
                                .put("call", call)
                                .put("questions", questions)
                                .build())
                .build();
    }

    /** An answer nobody else gives, to be put into a form. */
    final Json content(String question) {
        answers++;
        return Json.object().put("name", page.send(answers, question)).build();
    }

    /** What comes before an outcome must be the call's own, wanted, and go forward. */
    final void checkTold(List<Json> messages) {
        for (Json message : messages) {
            Json params = message.member("params").orElse(Json.EMPTY_OBJECT);
            switch (message.string("method").orElse("")) {
                case "notifications/progress" -> {
                    double progress =
                            params.member("progress").map(Json::asDouble).orElse(Double.NaN);
                    Double before = furthest.put(
                            params.member("progressToken").map(Json::raw).orElse("none"), progress);
                    boolean forward = before == null || progress > before;
                    if (!isOwn(params) || !(forward || repeatable || isDisturbed())) {
                        violate("saw progress " + params + " after " + before);
                    }
                }
                case "notifications/message" -> {
                    // On one pipe nothing says which call a message is of, but it is of the same principal.
                    boolean own = params.at("data", "call")
                            .filter(told -> told.asDouble() % 2 == call % 2)
                            .isPresent();
                    if (!own || (isQuiet() && params.string("level").equals(Optional.of("debug")))) {
                        violate("saw the log message " + params);
                    }
                }
                default -> {}
            }
        }
    }

    /** Whether it wants no messages below a warning. */
    abstract boolean isQuiet();

    final boolean isOwn(Json json) {
        return json.member("call").equals(Optional.of(Json.of(call)));
    }

    /** The outcome is the call's own, or says that there is none; none without a reason. */
    final void checkEnd(Json answer) {
        boolean failed = Posts.code(answer) != 0 || Posts.isToolError(answer);
        if (failed
                ? !isDisturbed()
                : answer.member("result").filter(this::isOwn).isEmpty()) {
            violate("ended with " + answer);
        }
    }

    /** The client is gone for good: its call must not go on. */
    final void checkGone(String why) {
        if (!world.ledger.eventually(() -> !page.isRunning())) {
            violate("goes on though its client " + why);
        }
    }

    /** How often the call may have run. */
    final void checkRuns() {
        if (page.runs().size() > 1 && !repeatable) {
            violate("ran more than once: " + page.runs());
        }
    }
}
