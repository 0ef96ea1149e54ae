package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Answer;
import dev.nave.hub.Exchange;
import dev.nave.hub.Question;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.ServerSettings.Interactive;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import dev.nave.protocol.projection.Projection;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server asks inside its tasks: it is put to the client of the task, or of the call that runs it. Safe for many
 * threads.
 */
final class TaskQuestions {
    private static final Logger LOG = LoggerFactory.getLogger(TaskQuestions.class);

    private final Terms terms;
    private final HeldTasks held;
    /** Calls that run a task because their clients take none, by the task's id. */
    private final Map<String, Inside> inside = new ConcurrentHashMap<>();

    private final Semaphore open;

    TaskQuestions(Terms terms, HeldTasks held) {
        this.terms = terms;
        this.held = held;
        this.open = new Semaphore(terms.bound(Bound.TASKS));
    }

    /** A call runs this task to its end, because its client takes none: what the task asks is asked of that client. */
    Inside inside(String id, Exchange exchange, Session session) {
        Inside call = new Inside(id, exchange, session);
        inside.put(id, call);
        return call;
    }

    /** Answers a question that belongs to a task, if it is known here; on the thread that reads. */
    boolean asked(Message.Request question) {
        Optional<String> id =
                question.params().at("_meta", MetaKey.RELATED_TASK).flatMap(related -> related.string("taskId"));
        if (id.isEmpty()) {
            return false;
        }
        HeldTask task = held.find(id.get());
        if (task != null) {
            of(task, question);
            return true;
        }
        Inside call = inside.get(id.get());
        if (call != null) {
            call.asked(question);
        }
        return call != null;
    }

    /** Answers one that came on the stream of the task. */
    void of(HeldTask task, Message.Request question) {
        answer(question, task.id(), task.errand(), task.session());
    }

    private void answer(Message.Request question, String id, Exchange asker, Session session) {
        if (!open.tryAcquire()) {
            LOG.warn("Server '{}' asks too much at once; a {} goes unanswered", terms.name(), question.method());
            return;
        }
        Thread.ofVirtual().name("question of " + terms.name()).start(() -> {
            try {
                session.link().send(related(answer(question, asker, session), id));
            } catch (IOException e) {
                LOG.debug("Server '{}' could not be answered: {}", terms.name(), e.getMessage());
            } finally {
                open.release();
            }
        });
    }

    private Message.Response answer(Message.Request question, Exchange asker, Session session) {
        boolean known =
                switch (question.method()) {
                    case Method.SAMPLING, Method.ELICITATION, Method.ROOTS_LIST ->
                        terms.settings().interactive() == Interactive.AUTO;
                    default -> false;
                };
        if (!known) {
            return new Message.Failure(
                    question.id(),
                    ErrorCode.METHOD_NOT_FOUND,
                    "The client does not support " + question.method(),
                    null);
        }
        // A string id is what the server itself calls the question; a number says nothing.
        String key = question.id().value().isString() ? question.id().value().text() : null;
        Json params = Tasks.without(Tasks.without(question.params(), MetaKey.RELATED_TASK), MetaKey.PROGRESS_TOKEN);
        Answer answer = asker.ask(new Question(key, question.method(), params));
        return Answers.response(
                question, answer, Projection.to(session.opening().revision()));
    }

    /** Whatever belongs to a task says so (2025-11-25, basic/utilities/tasks, "Related Task Metadata"). */
    private static Message.Response related(Message.Response response, String id) {
        if (!(response instanceof Message.Result(Id answered, Json result)) || !result.isObject()) {
            return response;
        }
        Json meta = result.member("_meta").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        Json task = Json.object().put("taskId", id).build();
        return new Message.Result(
                answered,
                result.edit()
                        .put(
                                "_meta",
                                meta.edit().put(MetaKey.RELATED_TASK, task).build())
                        .build());
    }

    /** A call that runs a task, until it is closed. */
    final class Inside implements AutoCloseable {
        private final String id;
        private final Exchange exchange;
        private final Session session;

        Inside(String id, Exchange exchange, Session session) {
            this.id = id;
            this.exchange = exchange;
            this.session = session;
        }

        void asked(Message.Request question) {
            answer(question, id, exchange, session);
        }

        @Override
        public void close() {
            inside.remove(id);
        }
    }
}
