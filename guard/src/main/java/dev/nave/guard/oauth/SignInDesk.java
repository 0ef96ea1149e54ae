package dev.nave.guard.oauth;

import dev.nave.guard.store.StoreFailure;
import dev.nave.hub.Answer;
import dev.nave.hub.Caller;
import dev.nave.hub.Exchange;
import dev.nave.hub.Question;
import dev.nave.hub.Time;
import dev.nave.hub.caller.Callers;
import dev.nave.hub.configuration.ApiKeys;
import dev.nave.hub.configuration.SignInSettings;
import dev.nave.hub.credential.Barred;
import dev.nave.hub.secret.Secret;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.HttpHandler;
import dev.nave.transport.http.HttpServer;
import dev.nave.transport.http.HttpServerOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where people sign in while a call waits: its client is asked to open a page of the hub's own (URL elicitation), and the
 * call goes on once that is done. Who calls with a key signs in for himself, who sits at this machine for all. Safe for
 * many threads.
 */
public final class SignInDesk implements HttpHandler, AutoCloseable {
    /** All of its pages are below it. */
    public static final String PATH = SignInPages.PATH;

    private static final Logger LOG = LoggerFactory.getLogger(SignInDesk.class);

    private final Flow flow;
    private final SignIns signIns;
    private final Unguessable unguessable;
    private final Optional<URI> configured;
    private final Duration patience;
    private final Tickets tickets;
    private final Waiting waiting;
    // Guarded by this.
    private Supplier<Callers> callers = () -> new Callers(new ApiKeys(List.of()));
    private @Nullable SignInPages pages;
    private @Nullable HttpServer lent;

    SignInDesk(
            Flow flow,
            SignIns signIns,
            Unguessable unguessable,
            SignInSettings settings,
            Duration patience,
            Time time) {
        this.flow = flow;
        this.signIns = signIns;
        this.unguessable = unguessable;
        this.configured = settings.url();
        this.patience = patience;
        this.tickets = new Tickets(unguessable, patience, time);
        this.waiting = new Waiting(signIns);
    }

    /** The document that says who a hub is which browsers reach over https. */
    static Optional<URI> ownDocument(SignInSettings settings) {
        return settings.url()
                .filter(url -> url.getScheme().equals("https"))
                .map(url -> url.resolve(SignInPages.DOCUMENT));
    }

    /**
     * Begins to ask people.
     *
     * @param known tells whose a key is
     * @param signedIn told the name of a server that can be got into again
     */
    public void open(Supplier<Callers> known, Consumer<String> signedIn) {
        synchronized (this) {
            callers = known;
        }
        waiting.tell(signedIn);
    }

    /** The hub listens: its handler passes on what is below {@link #PATH}, and browsers on this machine come here. */
    public synchronized void servedAt(URI own) {
        pages = pages(configured.orElse(own));
    }

    private SignInPages pages(URI base) {
        Supplier<Callers> known = callers;
        return new SignInPages(flow, tickets, unguessable, base, known);
    }

    @Override
    public void handle(HttpExchange exchange) {
        SignInPages there;
        synchronized (this) {
            there = pages;
        }
        if (there == null) {
            Html.answer(exchange, 404, Html.said("Nothing here", "There is no such page."), Map.of());
            return;
        }
        there.handle(exchange);
    }

    /** The hub itself cannot get in: whoever signs in, here or elsewhere, lets it go on. */
    void barred(Purpose purpose) {
        waiting.add(purpose);
    }

    /**
     * What the client of a call can do about a sign-in that is missing or too small.
     *
     * @param before the token that did not do, if there was one
     */
    Barred.Remedy remedy(Purpose purpose, Challenge challenge, Optional<Secret> before) {
        return exchange -> mend(purpose, challenge, before, exchange);
    }

    private boolean mend(Purpose purpose, Challenge challenge, Optional<Secret> before, Exchange exchange) {
        Caller caller = exchange.caller();
        boolean operator = ServerAccess.isOperator(caller);
        if (!exchange.client().hasUrls()) {
            return false;
        }
        Optional<SignInPages> there = there(operator);
        if (there.isEmpty()) {
            LOG.warn(
                    "Nobody can sign in to server '{}' by a page: set signIn.url to where browsers reach this hub",
                    purpose.server());
            return false;
        }
        Purpose own = purpose.heldBy(operator ? Optional.empty() : Optional.of(caller.principal()));
        if (isDone(own, before)) {
            return true;
        }
        Optional<Tickets.Issued> issued = tickets.issue(own, challenge, caller.principal());
        if (issued.isEmpty()) {
            LOG.warn("Too many sign-ins are under way for {}", caller.principal());
            return false;
        }
        Ticket ticket = issued.get().ticket();
        if (issued.get().fresh() && !agrees(there.get(), ticket, exchange)) {
            tickets.withdraw(ticket);
            return false;
        }
        return ticket.await(exchange.deadline().remaining(patience), exchange.cancellation());
    }

    /** Whether somebody signed in between the refusal and now. */
    private boolean isDone(Purpose purpose, Optional<Secret> before) {
        try {
            return signIns.findNow(purpose.holder(), purpose.url())
                    .map(signIn -> signIn.tokens().access())
                    .filter(now -> !Optional.of(now).equals(before))
                    .isPresent();
        } catch (StoreFailure _) {
            return false; // Asking for a sign-in will tell.
        }
    }

    private static boolean agrees(SignInPages there, Ticket ticket, Exchange exchange) {
        Json params = Json.object()
                .put("mode", "url")
                .put(
                        "message",
                        "The server '" + ticket.purpose().server()
                                + "' wants you to sign in. Open this page of Nave to do so; the call goes on after"
                                + " it.")
                .put("url", there.page(ticket).toString())
                .build();
        return exchange.ask(new Question(null, Method.ELICITATION, params)) instanceof Answer.Answered(Json result)
                && result.string("action").equals(Optional.of("accept"));
    }

    /** The pages; for who sits at this machine they are opened on it if nothing else serves them. */
    private synchronized Optional<SignInPages> there(boolean operator) {
        SignInPages open = pages;
        if (open == null && operator) {
            try {
                HttpServer server = HttpServer.start(HttpServerOptions.on("127.0.0.1", 0), this);
                lent = server;
                open = pages(URI.create("http://127.0.0.1:" + server.port()));
                pages = open;
            } catch (IOException e) {
                LOG.warn("The pages to sign in at cannot be opened: {}", e.getMessage());
            }
        }
        return Optional.ofNullable(open);
    }

    @Override
    public void close() {
        tickets.close();
        waiting.close();
        HttpServer server;
        synchronized (this) {
            server = lent;
            lent = null;
        }
        if (server != null) {
            server.close();
        }
    }
}
