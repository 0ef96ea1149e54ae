package dev.nave.guard.oauth;

import dev.nave.guard.store.StoreFailure;
import dev.nave.hub.Caller;
import dev.nave.hub.caller.Callers;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.HttpHandler;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The pages of a sign-in. The first says what will be done and lets the person agree; who calls with a key has to show it
 * there, so that nobody can have another one sign in for him (2026-07-28, client/elicitation, "Phishing"). The answer of
 * the authorization server is taken only from the browser in which that happened.
 */
final class SignInPages implements HttpHandler {
    static final String PATH = "/oauth/";
    static final String PAGE = PATH + "sign-in";
    static final String CALLBACK = PATH + "callback";
    static final String DOCUMENT = PATH + "client.json";
    private static final int LARGEST_FORM = 4 << 10;
    /** So many of the characters of a ticket stand in the name of its cookie. */
    private static final int TOLD = 8;

    private final Flow flow;
    private final Tickets tickets;
    private final Unguessable unguessable;
    private final URI base;
    private final Supplier<Callers> callers;

    /**
     * @param base where browsers reach these pages
     * @param callers tells whose a key is
     */
    SignInPages(Flow flow, Tickets tickets, Unguessable unguessable, URI base, Supplier<Callers> callers) {
        this.flow = flow;
        this.tickets = tickets;
        this.unguessable = unguessable;
        this.base = base;
        this.callers = callers;
    }

    /** The page of a ticket. */
    URI page(Ticket ticket) {
        return base.resolve(PAGE + "?ticket=" + ticket.id());
    }

    @Override
    public void handle(HttpExchange exchange) {
        String way = exchange.method() + " " + exchange.path();
        switch (way) {
            case "GET " + PAGE -> show(exchange);
            case "POST " + PAGE -> agree(exchange);
            case "GET " + CALLBACK -> comeBack(exchange);
            case "GET " + DOCUMENT -> document(exchange);
            default -> Html.answer(exchange, 404, Html.said("Nothing here", "There is no such page."), Map.of());
        }
    }

    private void show(HttpExchange exchange) {
        Optional<Ticket> ticket = exchange.query("ticket").flatMap(tickets::find);
        if (ticket.isEmpty()) {
            over(exchange);
            return;
        }
        ask(exchange, ticket.get(), 200, "To show that it is you who calls, give the key you call Nave with:");
    }

    private void ask(HttpExchange exchange, Ticket ticket, int status, String key) {
        if (isElsewhere(exchange, ticket)) {
            return;
        }
        Purpose purpose = ticket.purpose();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Server", purpose.server() + " (" + Urls.shown(purpose.url()) + ")");
        facts.put("For", isOperator(ticket) ? "everybody who uses this hub" : ticket.principal() + " alone");
        if (!ticket.challenge().scopes().isEmpty()) {
            facts.put("Asked for", Scopes.write(ticket.challenge().scopes()));
        }
        Html.answer(
                exchange,
                status,
                Html.asked(
                        "Sign in to '" + purpose.server() + "'",
                        "A call through Nave needs this. You will be sent to where you sign in, and come back here."
                                + " Go on only if you have just been asked to.",
                        facts,
                        PAGE,
                        Map.of("ticket", ticket.id()),
                        isOperator(ticket) ? "" : key),
                Map.of());
    }

    /** Without keys it is whoever sits at this machine. */
    private static boolean isElsewhere(HttpExchange exchange, Ticket ticket) {
        if (!isOperator(ticket) || exchange.isLocal()) {
            return false;
        }
        Html.answer(
                exchange, 403, Html.said("Not from here", "Open this page on the machine that runs Nave."), Map.of());
        return true;
    }

    private void agree(HttpExchange exchange) {
        Map<String, String> form = form(exchange);
        Optional<Ticket> found = Optional.ofNullable(form.get("ticket")).flatMap(tickets::find);
        if (found.isEmpty()) {
            over(exchange);
            return;
        }
        Ticket ticket = found.get();
        if (isElsewhere(exchange, ticket)) {
            return;
        }
        if (!isOperator(ticket) && !isKeyOf(ticket, form.getOrDefault("key", ""), exchange)) {
            if (ticket.wrongKey()) {
                ask(exchange, ticket, 403, "That is not the key of " + ticket.principal() + ". Try again:");
            } else {
                tickets.withdraw(ticket);
                over(exchange);
            }
            return;
        }
        Purpose purpose = ticket.purpose();
        try {
            Discovered discovered = flow.discover(purpose, ticket.challenge());
            Attempt attempt = flow.begin(purpose, discovered, ticket.challenge(), base.resolve(CALLBACK));
            URI url = attempt.url();
            String browser = unguessable.next();
            if (!ticket.agree(browser, attempt)) {
                over(exchange);
                return;
            }
            Html.answer(exchange, 200, Html.onward(url), Map.of("Set-Cookie", cookie(ticket, browser)));
        } catch (SignInFailure e) {
            failed(exchange, ticket, e.text());
        } catch (StoreFailure e) {
            failed(exchange, ticket, String.valueOf(e.getMessage()));
        }
    }

    private boolean isKeyOf(Ticket ticket, String key, HttpExchange exchange) {
        return callers.get().identify(Optional.of("Bearer " + key), Optional.empty(), exchange.isLocal())
                        instanceof Callers.Identified.Known(Caller caller)
                && caller.principal().equals(ticket.principal());
    }

    private void comeBack(HttpExchange exchange) {
        Map<String, String> answer = Landing.parameters(exchange);
        String state = answer.getOrDefault("state", "");
        Optional<Ticket> ticket = tickets.ofState(state);
        Optional<Attempt> attempt =
                ticket.flatMap(each -> Optional.ofNullable(each.take(state, browser(exchange, each))));
        if (ticket.isEmpty() || attempt.isEmpty()) {
            over(exchange);
            return;
        }
        try {
            flow.complete(attempt.get(), answer);
            ticket.get().settle(true);
            String server = attempt.get().purpose().server();
            Html.answer(
                    exchange,
                    200,
                    Html.said(
                            "Signed in",
                            "Nave is signed in to '" + server + "', and the call goes on. You can close this"
                                    + " page."),
                    Map.of("Set-Cookie", cookie(ticket.get(), "") + "; Max-Age=0"));
        } catch (SignInFailure e) {
            failed(exchange, ticket.get(), e.text());
        } catch (StoreFailure e) {
            failed(exchange, ticket.get(), String.valueOf(e.getMessage()));
        }
    }

    /** Who the hub is, for authorization servers that look there. */
    private void document(HttpExchange exchange) {
        if (!"https".equals(base.getScheme())) {
            Html.answer(exchange, 404, Html.said("Nothing here", "There is no such page."), Map.of());
            return;
        }
        byte[] body = Clients.description(base.resolve(CALLBACK), URI.create("http://127.0.0.1" + Landing.PATH))
                .put("client_id", base.resolve(DOCUMENT).toString())
                .put("token_endpoint_auth_method", "none")
                .build()
                .toBytes();
        exchange.respond(200, Map.of("Content-Type", "application/json", "Cache-Control", "max-age=3600"), body);
    }

    private void failed(HttpExchange exchange, Ticket ticket, String why) {
        tickets.withdraw(ticket);
        String text = "Nave is not signed in to '" + ticket.purpose().server() + "': " + why + ".";
        Html.answer(exchange, 400, Html.said("Not signed in", text), Map.of());
    }

    private static void over(HttpExchange exchange) {
        Html.answer(
                exchange,
                400,
                Html.said(
                        "Too late, or somewhere else",
                        "This sign-in is over, or was begun in another browser. Nothing was done: call again to be"
                                + " asked again."),
                Map.of());
    }

    private static boolean isOperator(Ticket ticket) {
        return ticket.purpose().holder().isEmpty();
    }

    /** One for each sign-in, for one browser may be about several; what it tells of the ticket opens nothing. */
    private String cookieName(Ticket ticket) {
        String name = "nave-sign-in-" + ticket.id().substring(0, TOLD);
        return "https".equals(base.getScheme()) ? "__Host-" + name : name;
    }

    /** Lax, because the browser comes back from elsewhere. */
    private String cookie(Ticket ticket, String value) {
        String secure = "https".equals(base.getScheme()) ? "; Secure" : "";
        return cookieName(ticket) + "=" + value + "; Path=/; HttpOnly; SameSite=Lax" + secure;
    }

    private String browser(HttpExchange exchange, Ticket ticket) {
        String name = cookieName(ticket) + "=";
        for (String header : exchange.headers("Cookie")) {
            for (String pair : header.split(";")) {
                String trimmed = pair.strip();
                if (trimmed.startsWith(name)) {
                    return trimmed.substring(name.length());
                }
            }
        }
        return "";
    }

    private static Map<String, String> form(HttpExchange exchange) {
        Map<String, String> form = new HashMap<>();
        byte[] body = exchange.body();
        if (body.length > LARGEST_FORM) {
            return form;
        }
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
            int end = pair.indexOf('=');
            if (end > 0) {
                try {
                    form.putIfAbsent(
                            URLDecoder.decode(pair.substring(0, end), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(end + 1), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException _) {
                    // Not what our page sends.
                }
            }
        }
        return form;
    }
}
