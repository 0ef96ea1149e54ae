package dev.nave.e2e.scripted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What a scripted server does: the opening and the list of its era, and for every tool what the test says. Safe for many
 * threads; all tools are told before the server starts.
 */
public final class Script {
    /** What a tool does with a call. */
    @FunctionalInterface
    public interface Tool {
        /** Answers the call, or does not; on a thread of its own. */
        void call(Received call) throws Exception;
    }

    /** Which of the two protocols a peer speaks. */
    public enum Era {
        /** 2025-11-25, opened with {@code initialize}. */
        LEGACY,
        /** 2026-07-28. */
        MODERN
    }

    private final Era era;
    private final Map<String, Tool> tools = new TreeMap<>();
    private final List<Received> received = new ArrayList<>();

    /** A server of this era with the tool {@code echo}, which answers the text "echo". */
    public Script(Era era) {
        this.era = era;
        tool("echo", call -> call.result(text("echo")));
    }

    /** Adds a tool. */
    public Script tool(String name, Tool tool) {
        tools.put(name, tool);
        return this;
    }

    /** The era it speaks. */
    public Era era() {
        return era;
    }

    /** The messages so far that fit, in order. */
    public synchronized List<Received> received(Predicate<Received> fits) {
        return received.stream().filter(fits).toList();
    }

    /**
     * Waits for a message that fits, looking at earlier ones too.
     *
     * @throws AssertionError when none comes in time
     */
    public synchronized Received await(Predicate<Received> fits, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        int seen = 0;
        while (true) {
            for (; seen < received.size(); seen++) {
                if (fits.test(received.get(seen))) {
                    return received.get(seen);
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("The server was not told within " + patience + "; it was told "
                        + received.stream().map(Received::method).toList());
            }
            wait(left);
        }
    }

    /** Waits for the next call of a tool, looking at earlier ones too. */
    public Received awaitCall(String tool, Duration patience) throws InterruptedException {
        return await(message -> message.tool().equals(tool), patience);
    }

    /** Waits until a request is cancelled by a notification. */
    void awaitCancelled(Received request, Duration patience) throws InterruptedException {
        await(
                message -> message.method().equals("notifications/cancelled")
                        && message.message()
                                .at("params", "requestId")
                                .map(Spelled::text)
                                .equals(Optional.of(request.id())),
                patience);
    }

    /** A tool's result that says this plain text. */
    public static String text(String text) {
        return "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
    }

    void receive(Received message) throws Exception {
        synchronized (this) {
            received.add(message);
            notifyAll();
        }
        if (message.id().isEmpty()) {
            return;
        }
        switch (message.method()) {
            case "response" -> {}
            case "server/discover" -> discover(message);
            case "initialize" -> initialize(message);
            case "ping" -> message.result("{}");
            case "tools/list" -> message.result(list());
            case "tools/call" -> call(message);
            default -> message.failure(-32601, "No method " + message.method());
        }
    }

    private void discover(Received message) throws Exception {
        if (era == Era.LEGACY) {
            message.failure(-32601, "No method server/discover");
            return;
        }
        message.result("""
            {"supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},"resultType":"complete",\
            "ttlMs":60000,"cacheScope":"public",\
            "_meta":{"io.modelcontextprotocol/serverInfo":{"name":"scripted","version":"1"}}}\
            """);
    }

    private void initialize(Received message) throws Exception {
        if (era == Era.MODERN) {
            message.failure(-32601, "No method initialize");
            return;
        }
        message.result("""
            {"protocolVersion":"2025-11-25","capabilities":{"tools":{},"logging":{}},\
            "serverInfo":{"name":"scripted","version":"1"}}\
            """);
    }

    private String list() {
        List<String> entries = tools.keySet().stream()
                .map(name -> "{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}")
                .toList();
        String hints =
                era == Era.MODERN ? ",\"resultType\":\"complete\",\"ttlMs\":60000,\"cacheScope\":\"public\"" : "";
        return "{\"tools\":[" + String.join(",", entries) + "]" + hints + "}";
    }

    private void call(Received message) throws Exception {
        Tool tool = tools.get(message.tool());
        if (tool == null) {
            message.failure(-32602, "No tool " + message.tool());
            return;
        }
        tool.call(message);
    }
}
