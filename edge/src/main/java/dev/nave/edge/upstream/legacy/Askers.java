package dev.nave.edge.upstream.legacy;

import dev.nave.hub.Request;
import dev.nave.protocol.Method;
import dev.nave.protocol.message.Id;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What of a server has asked something that the wire tied to no call: from then on a call of it gets a session to itself
 * while it lasts. Others share one, since a server may keep state in it. Safe for many threads.
 */
final class Askers {
    private static final int REMEMBERED = 1_000;

    private final Set<String> names = remembered();
    /** The texts that were ids of questions. */
    private final Set<String> ids = remembered();
    /** Whether one of them was used again, so that calls of one session must not ask at the same time. */
    private volatile boolean naming;

    /** Whether the server asks for roots without being called. */
    private volatile boolean roots;

    boolean askForRoots() {
        return roots;
    }

    void askedForRoots() {
        roots = true;
    }

    boolean contains(Request request) {
        return names.contains(name(request));
    }

    void add(Request request) {
        names.add(name(request));
    }

    /** Whether the server gives a question its own name for an id, as it does in every call, and not one used once. */
    boolean namesItsQuestions(Id question) {
        if (!naming && question.value().isString() && !ids.add(question.value().text())) {
            naming = true;
        }
        return naming;
    }

    private static Set<String> remembered() {
        return Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > REMEMBERED;
            }
        }));
    }

    private static String name(Request request) {
        String member = request.method().equals(Method.RESOURCES_READ) ? "uri" : "name";
        return request.method() + " " + request.params().string(member).orElse("");
    }
}
