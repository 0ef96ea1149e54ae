package dev.nave.edge.conversation;

import dev.nave.hub.Question;
import dev.nave.hub.seal.CallDigest;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call was answered so far, for the node that may have to make it again: each answer under the digest of its
 * question, so that it is given to the same question only. Guarded by the conversation's lock.
 */
final class Journal {
    private static final String QUESTION = "q";
    private static final String ANSWER = "a";

    private final int most;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Entry> unused = new ArrayList<>();
    private int size;

    /** An empty one that carries so many bytes of answers at most. */
    Journal(int most) {
        this.most = most;
    }

    /** What a state carries, and the answers to its own round which the client brings along with it. */
    static Journal resumed(int most, Json carried, Json responses) {
        Journal journal = new Journal(most);
        for (Json entry : carried.member("done").map(Json::elements).orElse(List.of())) {
            entry.string(QUESTION).ifPresent(digest -> entry.member(ANSWER)
                    .ifPresent(answer -> journal.unused.add(new Entry(digest, answer))));
        }
        Json open = carried.member("open").orElse(Json.EMPTY_OBJECT);
        for (String key : open.names()) {
            Json answer = responses.find(key);
            if (answer != null) {
                open.string(key).ifPresent(digest -> journal.unused.add(new Entry(digest, answer)));
            }
        }
        return journal;
    }

    /** Notes an answer the call was given. */
    void note(Question question, Json answer) {
        if (size <= most) { // Else it is given up already.
            Entry entry = new Entry(digest(question), answer);
            size += entry.digest().length() + answer.length();
            entries.add(entry);
        }
    }

    /** An answer to this very question from before the call was made again; each is given once, in the order they came. */
    @Nullable
    Json recall(Question question) {
        if (unused.isEmpty()) {
            return null;
        }
        String digest = digest(question);
        for (Iterator<Entry> each = unused.iterator(); each.hasNext(); ) {
            Entry entry = each.next();
            if (entry.digest().equals(digest)) {
                each.remove();
                return entry.answer();
            }
        }
        return null;
    }

    /** All answers so far and what is open now, to be carried by the state; nothing when that is too much to carry. */
    Optional<Json> carried(Collection<OpenQuestion> open) {
        if (size > most) {
            return Optional.empty();
        }
        List<Json> done = entries.stream()
                .map(entry -> Json.object()
                        .put(QUESTION, entry.digest())
                        .put(ANSWER, entry.answer())
                        .build())
                .toList();
        JsonObject waiting = Json.object();
        open.forEach(question -> waiting.put(question.key(), digest(question.question())));
        return Optional.of(Json.object()
                .put("done", Json.array(done))
                .put("open", waiting.build())
                .build());
    }

    private static String digest(Question question) {
        return CallDigest.of(Json.object()
                .put("method", question.method())
                .put("params", question.params())
                .build());
    }

    private record Entry(String digest, Json answer) {}
}
