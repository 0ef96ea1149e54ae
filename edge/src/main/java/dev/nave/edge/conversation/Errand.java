package dev.nave.edge.conversation;

import dev.nave.hub.Answer;
import dev.nave.hub.Caller;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Client;
import dev.nave.hub.Deadline;
import dev.nave.hub.Exchange;
import dev.nave.hub.Question;
import dev.nave.hub.Time;
import dev.nave.hub.schema.JsonSchema;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A call that goes on after its request was answered: a task. Nobody waits for it; its questions stay open, under keys
 * that are never used twice, until its client comes by with answers, however often it asks meanwhile. It belongs to the
 * node that holds the way to the server, and to the principal who made the call. Safe for many threads.
 *
 * <p>All fields are guarded by {@code lock}; {@code changed} is signalled whenever one of them changes.
 */
public final class Errand implements Exchange {
    private final Caller caller;
    private final Client client;
    private final Optional<String> session;
    private final List<String> hops;
    private final Deadline deadline;
    private final Time time;
    private final AnswerCheck check;
    private final Cancellation cancellation = new Cancellation();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Questions questions = new Questions();
    private boolean over;

    /**
     * An errand of whoever makes this call.
     *
     * @param deadline until when its questions wait
     * @param schemas checks what users filled into forms
     */
    public Errand(Exchange call, Deadline deadline, JsonSchema schemas, Time time) {
        this.caller = call.caller();
        this.client = call.client();
        this.session = call.session();
        this.hops = call.hops();
        this.deadline = deadline;
        this.time = time;
        this.check = new AnswerCheck(schemas);
    }

    // What its client's requests do.

    /**
     * Every open question, as {@code inputRequests}; none when there is none.
     *
     * @param patience how long to wait for a first one
     * @param window how long the first one waits for those that are asked together with it
     */
    public Json open(Duration patience, Duration window) {
        lock.lock();
        try {
            Deadline first = Deadline.in(patience, time);
            while (questions.isEmpty() && !over && !first.hasPassed()) {
                long _ = changed.awaitNanos(first.remaining().toNanos());
            }
            OptionalLong since = questions.waitingSince();
            long left = since.isEmpty() ? 0 : since.getAsLong() + window.toNanos() - time.nanos();
            while (left > 0 && !over) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return issued();
    }

    private Json issued() {
        lock.lock();
        try {
            return questions.issue();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what its client brings: answers to questions that are not open, or that do not fit what was asked, are left
     * out (extension tasks, "Task Update Requests").
     *
     * @param responses an object: key, bare result
     */
    public void answer(Json responses) {
        lock.lock();
        try {
            for (OpenQuestion question : questions.all()) {
                Json answer = responses.find(question.key());
                if (answer != null && check.problem(question.question(), answer).isEmpty()) {
                    question.answer(new Answer.Answered(answer));
                    questions.remove(question);
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** It is over, or given up: what still waits is let go. Idempotent. */
    public void close(String reason) {
        lock.lock();
        try {
            over = true;
            questions.answerAll(new Answer.Gone(reason));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        cancellation.cancel(reason);
    }

    // What the server does.

    @Override
    public Answer ask(Question question) {
        lock.lock();
        try {
            if (over) {
                return new Answer.Gone("the task is over");
            }
            if (!client.canAnswer(question)) {
                return new Answer.Unsupported("the client did not declare that it can answer " + question.method());
            }
            OpenQuestion open = questions.add(question, time.nanos());
            changed.signalAll();
            try {
                return await(open);
            } finally {
                questions.remove(open);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private Answer await(OpenQuestion open) {
        try {
            Answer answer = open.answer();
            while (answer == null && !deadline.hasPassed()) {
                long _ = changed.awaitNanos(deadline.remaining().toNanos());
                answer = open.answer();
            }
            return answer == null ? new Answer.Gone("the client did not come back in time") : answer;
        } catch (InterruptedException withdrawn) {
            Thread.currentThread().interrupt();
            return new Answer.Gone("the question was withdrawn");
        }
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public Client client() {
        return client;
    }

    @Override
    public Optional<String> session() {
        return session;
    }

    @Override
    public List<String> hops() {
        return hops;
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public Cancellation cancellation() {
        return cancellation;
    }

    /** A task tells of itself by its state alone (extension tasks, "Task Status Notifications"). */
    @Override
    public boolean wantsProgress() {
        return false;
    }

    @Override
    public void progress(Json params) {}

    @Override
    public Optional<LogLevel> logLevel() {
        return Optional.empty();
    }

    @Override
    public void log(Json params) {}
}
