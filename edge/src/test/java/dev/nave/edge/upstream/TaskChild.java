package dev.nave.edge.upstream;

import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A child of 2025-11-25 with tasks (basic/utilities/tasks), whose tasks a test brings forward. */
final class TaskChild implements FakeChild.Script {
    private static final String TOOLS = """
        {"tools":[
          {"name":"may","inputSchema":{"type":"object"},"execution":{"taskSupport":"optional"}},
          {"name":"must","inputSchema":{"type":"object"},"execution":{"taskSupport":"required"}},
          {"name":"never","inputSchema":{"type":"object"}}]}\
        """;

    /** Calls of tools, {@code tasks/result} and what else was asked about tasks, in their order. */
    final BlockingQueue<Message.Request> asked = new LinkedBlockingQueue<>();

    final Map<String, String> statuses = new ConcurrentHashMap<>();
    final BlockingQueue<Message.Request> waiting = new LinkedBlockingQueue<>();
    /** What came of tasks that are over: whoever asks again is answered at once. */
    private final Map<String, Json> outcomes = new ConcurrentHashMap<>();

    volatile String tasks = "{\"cancel\":{},\"requests\":{\"tools\":{\"call\":{}}}}";

    @Override
    public void take(FakeChild child, Message message) {
        if (!(message instanceof Message.Request request)) {
            return;
        }
        String id = request.params().string("taskId").orElse("");
        switch (request.method()) {
            case Method.INITIALIZE ->
                child.answer(
                        request,
                        "{\"protocolVersion\":\"2025-11-25\",\"serverInfo\":{\"name\":\"t\"},\"capabilities\":{\"tools\":{},"
                            + "\"tasks\":" + tasks + "}}");
            case Method.DISCOVER -> child.fail(request, -32601, "Method not found");
            case Method.TOOLS_LIST -> child.answer(request, TOOLS);
            case Method.TOOLS_CALL -> {
                asked.add(request);
                if (request.params().find("task") == null) {
                    child.answer(request, "{\"content\":[]}");
                } else {
                    String task = "t" + (statuses.size() + 1);
                    statuses.put(task, "working");
                    child.answer(
                            request,
                            "{\"task\":" + state(task)
                                    + ",\"_meta\":{\"io.modelcontextprotocol/model-immediate-response\":\"soon\"}}");
                }
            }
            case Method.TASKS_GET -> {
                asked.add(request);
                if (statuses.containsKey(id)) {
                    child.answer(request, state(id));
                } else {
                    child.fail(request, -32602, "Task not found");
                }
            }
            case Method.TASKS_RESULT -> {
                asked.add(request);
                Json outcome = outcomes.get(id);
                if (outcome == null) {
                    waiting.add(request);
                } else {
                    child.say(new Message.Result(request.id(), outcome));
                }
            }
            case Method.TASKS_CANCEL -> {
                asked.add(request);
                if ("working".equals(statuses.get(id)) || "input_required".equals(statuses.get(id))) {
                    statuses.put(id, "cancelled");
                    child.answer(request, state(id));
                } else {
                    child.fail(request, -32602, "Cannot cancel task");
                }
            }
            default -> child.fail(request, -32601, "Method not found");
        }
    }

    /** The next {@code tasks/result} that waits for its answer. */
    Message.Request result() throws InterruptedException {
        Message.Request request = waiting.poll(30, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("expected tasks/result within 30 s");
        }
        return request;
    }

    /** Ends a task. */
    void end(FakeChild child, Message.Request result, String status, String outcome) {
        String id = result.params().string("taskId").orElseThrow();
        Json edited = Json.parse(outcome)
                .edit()
                .put("_meta", Json.parse("{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"" + id + "\"}}"))
                .build();
        outcomes.put(id, edited);
        statuses.put(id, status);
        child.say(new Message.Result(result.id(), edited));
    }

    /** Asks on behalf of a task. */
    static void ask(FakeChild child, String id, String task, String method, @Nullable Json params) {
        Json own = params == null ? Json.EMPTY_OBJECT : params;
        child.say(new Message.Request(
                Id.of(id),
                method,
                own.edit()
                        .put(
                                "_meta",
                                Json.parse("{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"" + task + "\"}}"))
                        .build()));
    }

    private String state(String id) {
        return "{\"taskId\":\"" + id + "\",\"status\":\"" + statuses.get(id)
                + "\",\"createdAt\":\"2026-01-01T00:00:00Z\",\"lastUpdatedAt\":\"2026-01-01T00:00:00Z\",\"ttl\":60000,"
                + "\"pollInterval\":50}";
    }
}
