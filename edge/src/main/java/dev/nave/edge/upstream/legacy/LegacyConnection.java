package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.edge.upstream.wire.Replies;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.edge.upstream.wire.Troubles;
import dev.nave.hub.Caller;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Exchange;
import dev.nave.hub.Failure;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The way to one legacy server: a session of the hub's own, and those of its callers. */
final class LegacyConnection implements Connection {
    private final Terms terms;
    private final LinkOpener links;
    private final boolean children;
    private final SessionPool pool;
    private final Occupancy occupancy = new Occupancy();
    private final Askers askers = new Askers();
    private final TaskTools taskTools = new TaskTools(this::opening);
    private final PooledWatches watches = new PooledWatches();
    private final Seating seating;
    private final Tasks tasks;
    private final CountDownLatch closed = new CountDownLatch(1);
    /** Written by {@link #start}, before anybody is served. */
    private @Nullable House house;

    /** {@code children} is whether each link is a process, which callers share where they may. */
    LegacyConnection(Terms terms, LinkOpener links, boolean children) {
        this.terms = terms;
        this.links = links;
        this.children = children;
        this.pool = new SessionPool(
                terms.bound(children ? Bound.CHILDREN : Bound.UPSTREAM_SESSIONS),
                terms.wait(Wait.TURN),
                terms.wait(Wait.IDLE),
                terms.time(),
                this::openFor);
        this.seating = new Seating(terms, children, this::house, pool, occupancy, askers);
        this.tasks = new Tasks(terms, taskTools, new Tasks.Place() {
            @Override
            public @Nullable Outcome serve(Request request, Exchange exchange, Work work)
                    throws ConnectFailure, InterruptedException {
                return seating.serve(request, exchange, work);
            }

            @Override
            public Reply reply(@Nullable Outcome outcome) {
                return LegacyConnection.this.reply(outcome);
            }
        });
    }

    /** Opens what a further session runs on; it shows the credential of the holder, none for the one that all share. */
    @FunctionalInterface
    interface LinkOpener {
        Link open(Optional<String> holder) throws ConnectFailure, InterruptedException;
    }

    /** Shakes hands for the hub's own session. Once. */
    void start(Link link) throws Handshake.Failure {
        Session session = openHouse(link);
        house = new House(terms, this::reopenHouse, session);
        Thread.ofVirtual().name("sessions of " + terms.name()).start(this::sweep);
    }

    private Session openHouse(Link link) throws Handshake.Failure {
        Key key = new Key(Optional.empty(), Optional.empty(), Json.EMPTY_OBJECT);
        HouseHearing hearing = new HouseHearing(terms, occupancy, tasks, this::houseClosed);
        return new Handshake(terms, link, askers)
                .open(key, terms.self(), Declarations.forAnybody(terms.settings()), hearing);
    }

    private Session reopenHouse() throws ConnectFailure, InterruptedException {
        try {
            return openHouse(links.open(Optional.empty()));
        } catch (Handshake.Failure e) {
            throw e.words();
        }
    }

    private Session openFor(Key key, Json info) throws ConnectFailure, InterruptedException {
        PooledHearing hearing = new PooledHearing(terms, key, tasks);
        try {
            Session session = new Handshake(terms, links.open(key.holder()), askers)
                    .open(key, info, List.of(key.capabilities()), hearing);
            hearing.whenClosed(() -> pool.retire(session));
            if (children) {
                watches.opened(session);
            }
            return session;
        } catch (Handshake.Failure e) {
            throw e.words();
        }
    }

    private House house() {
        House own = house;
        if (own == null) {
            throw new IllegalStateException("expected a connection that was started");
        }
        return own;
    }

    @Override
    public Opening opening() {
        return house().session().opening();
    }

    @Override
    public Reply serve(Request request, Exchange exchange) {
        try {
            if (Asking.isOfTask(request.method()) && taskTools.declared()) {
                return tasks.serve(request, exchange);
            }
            if (mayBeTask(request) && tasks.takes(request, exchange)) {
                return tasks.call(request, exchange);
            }
            // A member that asks for a task is ignored where there is to be none.
            Request plain = taskTools.isAsked(request)
                    ? request.withParams(request.params().edit().remove("task").build())
                    : request;
            Outcome outcome =
                    seating.serve(plain, exchange, (session, hold, patient) -> session.serve(plain, exchange, patient));
            Reply reply =
                    outcome instanceof Outcome.Barred barred ? Replies.barred(terms, plain, barred) : reply(outcome);
            return request.method().equals(Method.TOOLS_LIST) && reply instanceof Reply.Complete(Json page)
                    ? new Reply.Complete(taskTools.learn(page))
                    : reply;
        } catch (ConnectFailure e) {
            return Reply.lost(Reply.Ran.SURELY_NOT, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Replies.cancelled(new Outcome.Cancelled("interrupted"));
        }
    }

    /** Whether it calls a tool that has to be looked at; lists the tools if this one is not known yet. */
    private boolean mayBeTask(Request request) {
        if (!request.method().equals(Method.TOOLS_CALL) || !taskTools.declared()) {
            return false;
        }
        String tool = request.params().string("name").orElse("");
        Optional<String> cursor = Optional.empty();
        for (int page = 0; page < terms.bound(Bound.LIST_PAGES) && !taskTools.knows(tool); page++) {
            Json asked = cursor.map(next -> Json.object().put("cursor", next).build())
                    .orElse(Json.EMPTY_OBJECT);
            Outcome outcome = house().session().ask(Method.TOOLS_LIST, asked);
            if (!(outcome instanceof Outcome.Answered(Message.Result result, int status))) {
                break;
            }
            taskTools.learn(result.result());
            Optional<String> next = result.result().string("nextCursor");
            if (next.isEmpty() || next.equals(cursor)) {
                break;
            }
            cursor = next;
        }
        return true;
    }

    private Reply reply(@Nullable Outcome outcome) {
        return switch (outcome) {
            case null ->
                Reply.failed(
                        ErrorCode.INTERNAL_ERROR,
                        "Server '" + terms.name() + "' is busy with calls that may ask questions; no turn came within "
                                + terms.wait(Wait.TURN) + ". Try again later.");
            case Outcome.Answered(Message.Result result, int status)
            when result.result().isObject() -> new Reply.Complete(result.result());
            case Outcome.Answered(Message.Result result, int status) ->
                Reply.failed(
                        ErrorCode.INTERNAL_ERROR,
                        "Server '" + terms.name() + "' answered with a result that is no object: "
                                + result.result().kind());
            case Outcome.Answered(Message.Failure failure, int status) ->
                new Reply.Failed(new Failure(failure.code(), failure.message(), failure.data()));
            case Outcome.Refused refused -> Replies.refused(terms, refused);
            case Outcome.Barred barred -> Replies.barred(terms, barred);
            case Outcome.TimedOut overdue -> Replies.timedOut(terms, overdue);
            case Outcome.Cancelled cancelled -> Replies.cancelled(cancelled);
            case Outcome.Lost lost -> {
                if (lost.ran() == Reply.Ran.SURELY_NOT
                        && house().session().link().canReopen()) {
                    // Nothing listens there any more: whoever asks next would find the same.
                    terms.feed().lost(lost.reason());
                }
                yield Replies.lost(terms, lost);
            }
        };
    }

    private void houseClosed(String reason) {
        House own = house;
        if (own == null || closed.getCount() == 0) {
            return;
        }
        Session ended = own.session();
        if (!ended.link().canReopen()) {
            String said = ended.link()
                    .lastWords()
                    .map(words -> "; it last said \"" + words + "\"")
                    .orElse("");
            if (ended.link().endedInOrder()) {
                terms.feed().ended(reason + said);
            } else {
                terms.feed().lost(reason + said);
            }
            return;
        }
        Thread.ofVirtual().name("reopening " + terms.name()).start(() -> {
            try {
                own.reopen(ended);
            } catch (ConnectFailure e) {
                terms.feed().lost(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public Set<String> watch(Set<String> uris) {
        Set<String> granted = house().watch(uris);
        if (children) {
            try {
                watches.watch(granted, pool.sessions());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return granted;
    }

    @Override
    public Optional<String> probe(Duration timeout) {
        Session asked = house().session();
        Outcome outcome = asked.ping(timeout);
        // A session that a server forgot is opened anew by the next call; that it said so is an answer.
        return asked.link().isSessionGone(outcome) ? Optional.empty() : Troubles.silence(outcome);
    }

    @Override
    public void rootsChanged(Caller caller, Optional<String> session) {
        Optional<String> principal = Optional.of(caller.principal());
        Thread.ofVirtual().name("roots for " + terms.name()).start(() -> {
            if (occupancy.audience().equals(principal)) {
                rootsChanged(house().session(), session);
            }
            for (Session each : pool.sessions()) {
                if (each.key().principal().equals(principal)) {
                    rootsChanged(each, session);
                }
            }
        });
    }

    private static void rootsChanged(Session at, Optional<String> session) {
        if (session.isPresent()) {
            at.rootsChangedOf(session.get());
        } else if (at.key().client().isEmpty()) {
            at.rootsChanged();
        }
    }

    @Override
    public void sessionEnded(Caller caller, String session) {
        occupancy.ended(session);
        house().session().ended(session);
        pool.sessions().forEach(each -> each.ended(session));
        pool.end(key -> key.principal().equals(Optional.of(caller.principal()))
                && key.client().equals(Optional.of(session)));
    }

    private void sweep() {
        long often = Math.max(1, terms.wait(Wait.IDLE).toMillis() / 2);
        try {
            while (!closed.await(often, TimeUnit.MILLISECONDS)) {
                tasks.sweep();
                pool.sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        tasks.close();
        pool.close();
        if (house != null) {
            house.session().link().close();
        }
    }
}
