package dev.nave.edge.conversation;

import dev.nave.hub.Answer;
import dev.nave.hub.Caller;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Deadline;
import dev.nave.hub.Question;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.seal.CallDigest;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call and the client that waits for it, round after round; whoever waits does so through a {@link Visit}, at most one
 * at a time. The call runs on the thread of the request it came with. As long as there is nothing to tell but its end, that
 * thread tells it; before anything else a thread stands in that waits for notices. A question ends the visit with a round,
 * and the call is <em>parked</em> until the client comes back with answers.
 *
 * <p>All fields are guarded by {@code lock}; {@code changed} is signalled whenever one of them changes.
 */
final class Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private final Conversations house;
    private final Server server;
    private final Caller caller;
    private final Request request;
    private final Deadline deadline;
    private final Cancellation cancellation = new Cancellation();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Questions questions = new Questions();
    private final List<Question> lacking = new ArrayList<>();
    private final Mailbox mailbox;
    private Party party;
    private @Nullable Seat seat;
    private @Nullable String id;
    private @Nullable String alias;
    private int round;
    private boolean parked;
    private @Nullable Consumed consumed;
    private @Nullable Reply outcome;
    private Journal journal;
    private boolean repeatable;

    Conversation(Conversations house, Server server, Caller caller, Party party, Request request) {
        this.house = house;
        this.server = server;
        this.journal = new Journal(house.bound(Bound.JOURNAL_BYTES));
        this.caller = caller;
        this.party = party;
        this.request = request;
        this.deadline = Deadline.in(house.wait(Wait.MAXIMUM), house.time());
        this.mailbox = new Mailbox(house.bound(Bound.MAILBOX));
    }

    // What the doors do.

    /**
     * Seats the client that began the call.
     *
     * @param call runs it, up to {@link #finish}
     */
    Visit begin(Runnable call) {
        lock.lock();
        try {
            return sit(call);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Seats a client whose call is made again here, after the node that held it was lost. Whoever sends the same answers
     * once more finds it; but it is a call of its own, for the lost one may still go on where nobody reaches it.
     */
    Visit beginAgain(ParkState lost, Json responses, Runnable call) {
        lock.lock();
        try {
            alias = lost.alias();
            round = lost.round();
            consumed = new Consumed(lost.round(), CallDigest.of(responses));
            lost.journal()
                    .ifPresent(
                            carried -> journal = Journal.resumed(house.bound(Bound.JOURNAL_BYTES), carried, responses));
            return sit(call);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Seats a client that comes back with answers.
     *
     * @param answered the round its state is of
     * @param responses an object: key, bare result
     */
    Visit comeBack(int answered, Json responses, Party returning) {
        String answers = CallDigest.of(responses);
        lock.lock();
        try {
            Consumed before = consumed;
            if (before != null && before.round == answered) {
                if (!before.answers.equals(answers)) {
                    return Conversations.refused();
                }
                Reply next = before.next;
                if (next != null) {
                    return Conversations.answered(next);
                }
                party = returning;
                return sit(null);
            }
            if (answered != round) {
                return Conversations.refused();
            }
            consumed = new Consumed(answered, answers);
            unpark();
            party = returning;
            take(responses);
            return sit(null);
        } finally {
            lock.unlock();
        }
    }

    /** The call has ended; what still waits is let go, and the client told if nobody else does that. */
    void finish(Reply reply) {
        Runnable telling = () -> {};
        lock.lock();
        try {
            Reply over = outcome;
            if (over == null) {
                over = lacking.isEmpty() ? reply : Lacking.explain(reply, lacking);
                outcome = over;
            }
            questions.answerAll(new Answer.Gone("the call has ended"));
            unpark();
            changed.signalAll();
            Visit.Guest guest = seat == null ? null : seat.dismiss();
            if (guest != null) {
                Visit.Notice last = end(over);
                telling = () -> tell(guest, last);
            }
            if (mailbox.dropped() > 0) {
                LOG.info(
                        "{} notices of a call of {} were dropped: more came than its client took.",
                        mailbox.dropped(),
                        request.method());
            }
        } finally {
            lock.unlock();
        }
        telling.run();
    }

    private void tell(Visit.Guest guest, Visit.Notice last) {
        try {
            guest.hear(last);
        } catch (IOException gone) {
            LOG.debug("A client went before its {} was answered: {}", request.method(), gone.getMessage());
        }
    }

    /** Whether it is this client that waits. Under the lock. */
    boolean isTakenBy(Seat asked) {
        return seat == asked;
    }

    /** Looks at the clock anew: for clocks that jump. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Under what it can be found again; nothing when it never was parked. */
    List<String> names() {
        lock.lock();
        try {
            return id == null && alias == null // So it is for nearly every call.
                    ? List.of()
                    : Stream.of(id, alias).filter(Objects::nonNull).toList();
        } finally {
            lock.unlock();
        }
    }

    // What the call does.

    Caller caller() {
        return caller;
    }

    Deadline deadline() {
        return deadline;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** What the client that waits, or waited last, says of itself. */
    Party party() {
        lock.lock();
        try {
            return party;
        } finally {
            lock.unlock();
        }
    }

    void progress(Json params) {
        lock.lock();
        try {
            mailbox.progress(params, seat == null);
            somethingToTell();
        } finally {
            lock.unlock();
        }
    }

    void log(Json params) {
        lock.lock();
        try {
            if (Mailbox.isWanted(params, party)) {
                mailbox.log(params, seat == null);
                somethingToTell();
            }
        } finally {
            lock.unlock();
        }
    }

    void pass(String method, Json params) {
        lock.lock();
        try {
            mailbox.opaque(method, params, seat == null);
            somethingToTell();
        } finally {
            lock.unlock();
        }
    }

    Answer ask(Question question) {
        lock.lock();
        try {
            if (outcome != null || cancellation.isCancelled()) {
                return new Answer.Gone("the call has ended");
            }
            if (!party.client().canAnswer(question)) {
                lacking.add(question);
                return new Answer.Unsupported("the client did not declare that it can answer " + question.method());
            }
            Json known = journal.recall(question);
            if (known != null && house.problem(question, known).isEmpty()) {
                journal.note(question, known);
                return new Answer.Answered(known);
            }
            if (round >= house.bound(Bound.ROUNDS)) {
                return new Answer.Gone("the client was asked " + round + " times in this call, which is the most");
            }
            OpenQuestion open = questions.add(question, house.time().nanos());
            Answer given = broughtAlong(open);
            if (given != null) {
                questions.remove(open);
                return given;
            }
            somethingToTell();
            return await(open);
        } finally {
            lock.unlock();
        }
    }

    /** An answer that came with the request itself and belongs to no round; a key is never used twice, so it counts once. */
    private @Nullable Answer broughtAlong(OpenQuestion question) {
        Request.Retry retry = request.retry();
        Json answer = retry == null || retry.state() != null
                ? null
                : retry.responses().find(question.key());
        return answer == null || house.problem(question.question(), answer).isPresent()
                ? null
                : new Answer.Answered(answer);
    }

    private Answer await(OpenQuestion open) {
        Deadline patience = Deadline.in(deadline.remaining(house.wait(Wait.ANSWER)), house.time());
        Cancellation.Registration interest = cancellation.onCancel(this::wake);
        try {
            Answer answer = open.answer();
            while (answer == null && !patience.hasPassed() && !cancellation.isCancelled()) {
                long _ = changed.awaitNanos(patience.remaining().toNanos());
                answer = open.answer();
            }
            if (answer != null) {
                return answer;
            }
            return new Answer.Gone(cancellation.reason().orElse("the client did not answer in time"));
        } catch (InterruptedException withdrawn) {
            Thread.currentThread().interrupt();
            return new Answer.Gone("the question was withdrawn");
        } finally {
            interest.close();
            questions.remove(open);
            abandonIfNobodyComes(open);
            changed.signalAll();
        }
    }

    /** A call whose client let every question pass and is not there any more has nobody to end for. */
    private void abandonIfNobodyComes(OpenQuestion last) {
        boolean inTime = last.answer() != null || Thread.currentThread().isInterrupted();
        if (parked && !inTime && questions.isEmpty() && outcome == null) {
            outcome = Expired.late(request.method()).reply();
            unpark();
            house.aside(() -> cancellation.cancel("the client did not come back with answers"));
        }
    }

    // What the visits do.

    Visit.Notice next(Seat mine, Duration silence) throws InterruptedException {
        Deadline quiet = Deadline.in(silence, house.time());
        lock.lock();
        try {
            while (true) {
                if (seat != mine) {
                    return new Visit.Notice.Left();
                }
                Visit.Notice notice = mailbox.poll(party);
                if (notice != null) {
                    return notice;
                }
                Reply over = outcome == null && deadline.hasPassed() ? endLate() : outcome;
                if (over != null) {
                    return end(over);
                }
                Duration wait = deadline.remaining(quiet.remaining());
                OptionalLong waiting = questions.waitingSince();
                if (waiting.isPresent()) {
                    Duration window = window(waiting.getAsLong());
                    if (window.isZero()) {
                        Optional<Reply> put = putRound();
                        if (put.isPresent()) {
                            return end(put.get());
                        }
                        continue;
                    }
                    wait = wait.compareTo(window) < 0 ? wait : window;
                }
                if (quiet.hasPassed()) {
                    return new Visit.Notice.Silence();
                }
                long _ = changed.awaitNanos(wait.toNanos());
            }
        } finally {
            lock.unlock();
        }
    }

    private Visit sit(@Nullable Runnable call) {
        somethingToTell(); // Who sat here before has to leave.
        Seat taken = new Seat(this, house, lock, call);
        seat = taken;
        return taken;
    }

    private void somethingToTell() {
        changed.signalAll();
        if (seat != null) {
            seat.standIn();
        }
    }

    private Visit.Notice end(Reply reply) {
        seat = null;
        if (consumed != null) {
            consumed.next = reply;
        }
        return new Visit.Notice.Ended(reply);
    }

    private Reply endLate() {
        Reply late = Reply.failed(
                ErrorCode.INTERNAL_ERROR,
                "Expected an answer within " + house.wait(Wait.MAXIMUM).toSeconds() + " s, the most a call may take.");
        outcome = late;
        house.aside(() -> cancellation.cancel("the call took longer than it may"));
        return late;
    }

    /** Puts every open question to the client and parks the call; nothing when no more calls may be parked. */
    private Optional<Reply> putRound() {
        if (!house.park(caller.principal())) {
            questions.answerAll(new Answer.Gone("too many calls wait for their clients' answers"));
            changed.signalAll();
            return Optional.empty();
        }
        parked = true;
        round++;
        if (id == null) {
            id = house.register(this);
        }
        repeatable = server.mayRepeat(request);
        Optional<Json> carried = repeatable ? journal.carried(questions.all()) : Optional.empty();
        ParkState state = new ParkState(house.node(), id, CallDigest.of(request), round, carried);
        Json sealed = Json.of(house.seal(state, caller));
        Json requests = questions.issue();
        Json result = Json.object()
                .put("inputRequests", requests)
                .put("requestState", sealed)
                .build();
        return Optional.of(new Reply.InputRequired(requests, sealed, result));
    }

    private void unpark() {
        if (parked) {
            parked = false;
            house.unpark(caller.principal());
        }
    }

    private void take(Json responses) {
        long now = house.time().nanos();
        for (OpenQuestion question : questions.all()) {
            Json answer = responses.find(question.key());
            if (answer == null || house.problem(question.question(), answer).isPresent()) {
                question.askAgain(now);
            } else {
                if (repeatable) {
                    journal.note(question.question(), answer);
                }
                question.answer(new Answer.Answered(answer));
                questions.remove(question);
            }
        }
    }

    void leave(Seat leaving) {
        lock.lock();
        try {
            if (seat != leaving) {
                return;
            }
            somethingToTell();
            seat = null;
        } finally {
            lock.unlock();
        }
        cancellation.cancel("the client went away");
    }

    private Duration window(long since) {
        long left = since + house.window().toNanos() - house.time().nanos();
        return left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
    }

    /** A round that was answered, and what followed, for a client that sends its answers once more. */
    private static final class Consumed {
        private final int round;
        private final String answers;
        private @Nullable Reply next;

        Consumed(int round, String answers) {
            this.round = round;
            this.answers = answers;
        }
    }
}
