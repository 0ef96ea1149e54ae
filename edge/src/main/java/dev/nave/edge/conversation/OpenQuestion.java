package dev.nave.edge.conversation;

import dev.nave.hub.Answer;
import dev.nave.hub.Question;
import dev.nave.protocol.json.Json;
import org.jspecify.annotations.Nullable;

/** A question that waits for its answer. All fields are guarded by the lock of the conversation. */
final class OpenQuestion {
    private final String key;
    private final Question question;
    private long since;
    private boolean issued;
    private @Nullable Answer answer;

    OpenQuestion(String key, Question question, long now) {
        this.key = key;
        this.question = question;
        this.since = now;
    }

    String key() {
        return key;
    }

    Question question() {
        return question;
    }

    /** Since when it waits to be put to the client. */
    long since() {
        return since;
    }

    boolean isIssued() {
        return issued;
    }

    void issue() {
        issued = true;
    }

    /** It was put to the client in vain, and has to be put again. */
    void askAgain(long now) {
        issued = false;
        since = now;
    }

    @Nullable
    Answer answer() {
        return answer;
    }

    void answer(Answer given) {
        if (answer == null) {
            answer = given;
        }
    }

    /** As a round shows it. */
    Json toRequest() {
        return Json.object()
                .put("method", question.method())
                .put("params", question.params())
                .build();
    }
}
