package dev.nave.edge.conversation;

import dev.nave.hub.Answer;
import dev.nave.hub.Question;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The questions of one call that wait for an answer, in the order they were asked. Guarded by the conversation's lock. */
final class Questions {
    private static final int LONGEST_KEY = 128;

    // Most calls ask nothing: what can be added to comes with the first question.
    private Map<String, OpenQuestion> open = Map.of();
    private Set<String> used = Set.of();
    private int counted;

    OpenQuestion add(Question question, long now) {
        if (used.isEmpty()) {
            open = new LinkedHashMap<>();
            used = new HashSet<>();
        }
        OpenQuestion added = new OpenQuestion(keyFor(question.key()), question, now);
        open.put(added.key(), added);
        return added;
    }

    void remove(OpenQuestion question) {
        open.remove(question.key());
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    Collection<OpenQuestion> all() {
        return List.copyOf(open.values());
    }

    @Nullable
    OpenQuestion find(String key) {
        return open.get(key);
    }

    /** Since when the first question waits that the client was not shown yet. */
    OptionalLong waitingSince() {
        if (open.isEmpty()) {
            return OptionalLong.empty(); // Nearly always.
        }
        return open.values().stream()
                .filter(question -> !question.isIssued())
                .mapToLong(OpenQuestion::since)
                .reduce((one, other) -> one - other <= 0 ? one : other);
    }

    /** All of them as one round; from now on they count as shown. */
    Json issue() {
        JsonObject requests = Json.object();
        for (OpenQuestion question : open.values()) {
            question.issue();
            requests.put(question.key(), question.toRequest());
        }
        return requests.build();
    }

    /** Ends them all with this answer. */
    void answerAll(Answer answer) {
        if (!open.isEmpty()) {
            open.values().forEach(question -> question.answer(answer));
            open.clear();
        }
    }

    /** The server's own key where it serves, since then the client sees what the server meant; a key is never used twice. */
    private String keyFor(@Nullable String wanted) {
        if (wanted != null && !wanted.isBlank() && wanted.length() <= LONGEST_KEY && used.add(wanted)) {
            return wanted;
        }
        String key;
        do {
            counted++;
            key = "k" + counted;
        } while (!used.add(key));
        return key;
    }
}
