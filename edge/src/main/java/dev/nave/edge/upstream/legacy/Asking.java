package dev.nave.edge.upstream.legacy;

import dev.nave.hub.ListKind;
import dev.nave.protocol.Method;

/** What the methods of clients may lead to. */
final class Asking {
    private Asking() {}

    /** Whether a server may ask the client something while it serves this. */
    static boolean mayAsk(String method) {
        return switch (method) {
            case Method.TOOLS_CALL, Method.PROMPTS_GET, Method.RESOURCES_READ -> true;
            default -> false;
        };
    }

    /** Whether it is about a task, which lives where its call was served. */
    static boolean isOfTask(String method) {
        return switch (method) {
            case Method.TASKS_GET, Method.TASKS_UPDATE, Method.TASKS_CANCEL, Method.TASKS_RESULT -> true;
            default -> false;
        };
    }

    static boolean isList(String method) {
        return ListKind.ofMethod(method).isPresent();
    }
}
