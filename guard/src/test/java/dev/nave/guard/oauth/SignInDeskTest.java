package dev.nave.guard.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Answer;
import dev.nave.hub.Caller;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Client;
import dev.nave.hub.Deadline;
import dev.nave.hub.Exchange;
import dev.nave.hub.Question;
import dev.nave.hub.Time;
import dev.nave.hub.caller.Callers;
import dev.nave.hub.configuration.ApiKeys;
import dev.nave.hub.credential.Access;
import dev.nave.hub.credential.Barred;
import dev.nave.hub.credential.Refusal;
import dev.nave.hub.secret.Values;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.transport.http.HttpServer;
import dev.nave.transport.http.HttpServerOptions;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hub's own pages, to which a client is sent while its call waits. */
class SignInDeskTest {
    private static final Optional<String> ALICE = Optional.of("key:alice");

    private final ApiKeys.Created alice = ApiKeys.create("alice", Set.of(), new SecureRandom());
    private final ApiKeys.Created bob = ApiKeys.create("bob", Set.of(), new SecureRandom());
    private final BlockingQueue<URI> pages = new LinkedBlockingQueue<>();

    @TempDir
    Path directory;

    private TestAuthority authority;
    private SignInFixture fixture;
    private Access access;
    private @Nullable HttpServer server;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority();
        fixture = new SignInFixture(directory, authority);
        access = fixture.oauth.to(fixture.server(), Values.NONE);
        Callers callers = new Callers(new ApiKeys(List.of(alice.key(), bob.key())));
        fixture.oauth.desk().open(() -> callers, server -> {});
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        fixture.close();
        authority.close();
    }

    private Barred barred(Optional<String> holder) {
        try {
            access.refused(authority.mcp(), holder, new Refusal(401, List.of("Bearer"), Optional.empty()));
            throw new AssertionError("Expected that nobody is let in");
        } catch (Barred e) {
            return e;
        }
    }

    private CompletableFuture<Boolean> mend(Barred barred, Exchange exchange) {
        return CompletableFuture.supplyAsync(
                () -> barred.mend(exchange), task -> Thread.ofVirtual().start(task));
    }

    private URI page() throws InterruptedException {
        URI page = pages.poll(30, TimeUnit.SECONDS);
        assertThat(page).as("a page to open").isNotNull();
        return page;
    }

    private Exchange caller(Caller caller, String action) {
        return new Call(caller, "{\"elicitation\":{\"url\":{}}}", question -> {
            pages.add(URI.create(question.params().string("url").orElseThrow()));
            return new Answer.Answered(Json.object().put("action", action).build());
        });
    }

    private static Caller key(String name) {
        return new Caller("key:" + name, Set.of());
    }

    @Test
    void whoSitsAtThisMachineSignsInForAllAndTheCallGoesOn() throws Exception {
        CompletableFuture<Boolean> mended = mend(barred(Optional.empty()), caller(Caller.LOCAL, "accept"));
        Browser browser = new Browser();
        String first = browser.get(page());
        assertThat(first).contains("Sign in to &#39;tickets&#39;").contains("everybody who uses this hub");
        assertThat(authority.authorized).isEmpty();
        String last = browser.agree(first, "");

        assertThat(last).contains("Signed in");
        assertThat(mended.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(access.header(authority.mcp(), Optional.empty()).value()).isPresent();
        assertThat(authority.authorized.take().get("redirect_uri"))
                .matches("http://127\\.0\\.0\\.1:\\d+/oauth/callback");
    }

    @Test
    void whoCallsWithAKeyShowsItAndSignsInForHimself() throws Exception {
        assertThat(access.holder(key("alice"))).isEmpty();
        open();
        CompletableFuture<Boolean> mended = mend(barred(Optional.empty()), caller(key("alice"), "accept"));
        URI page = page();
        Browser browser = new Browser();
        String first = browser.get(page);
        assertThat(first).contains("key:alice alone").contains("type=\"password\"");
        assertThat(browser.agree(first, bob.secret().reveal())).contains("not the key of key:alice");
        assertThat(authority.authorized).isEmpty();
        assertThat(browser.agree(first, alice.secret().reveal())).contains("Signed in");

        assertThat(mended.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(access.holder(key("alice"))).isEqualTo(ALICE);
        assertThat(access.holder(key("bob"))).isEmpty();
        assertThat(access.header(authority.mcp(), ALICE).value()).isPresent();
        assertThat(access.header(authority.mcp(), Optional.empty()).value()).isEmpty();
    }

    @Test
    void anAnswerFromAnotherBrowserIsNotTaken() throws Exception {
        CompletableFuture<Boolean> mended = mend(barred(Optional.empty()), caller(Caller.LOCAL, "accept"));
        Browser browser = new Browser();
        URI onward = browser.onward(browser.agreeOnly(browser.get(page()), ""));
        URI back = browser.redirect(onward);

        assertThat(new Browser().get(back)).contains("somewhere else");
        assertThat(authority.tokenForms).isEmpty();
        assertThat(browser.get(back)).contains("Signed in");
        assertThat(browser.get(back)).contains("somewhere else");
        assertThat(mended.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(authority.tokenForms).hasSize(1);
    }

    @Test
    void callsThatNeedTheSameWaitForOneSignIn() throws Exception {
        CompletableFuture<Boolean> one = mend(barred(Optional.empty()), caller(Caller.LOCAL, "accept"));
        URI page = page();
        CompletableFuture<Boolean> other = mend(barred(Optional.empty()), caller(Caller.LOCAL, "accept"));
        Browser browser = new Browser();
        assertThat(browser.agree(browser.get(page), "")).contains("Signed in");

        // The second came before the end and waits with the first, or after it and has nothing to wait for.
        assertThat(one.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(other.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(pages).isEmpty();
    }

    @Test
    void nobodyIsAskedForWhatSomebodyElseHasJustDone() throws Exception {
        Barred early = barred(Optional.empty());
        CompletableFuture<Boolean> one = mend(barred(Optional.empty()), caller(Caller.LOCAL, "accept"));
        Browser browser = new Browser();
        browser.agree(browser.get(page()), "");
        assertThat(one.get(30, TimeUnit.SECONDS)).isTrue();

        assertThat(early.mend(caller(Caller.LOCAL, "accept"))).isTrue();
        assertThat(pages).isEmpty();
    }

    @Test
    void oneBrowserMayBeAboutSeveralSignIns() throws Exception {
        open();
        CompletableFuture<Boolean> first = mend(barred(Optional.empty()), caller(key("alice"), "accept"));
        Browser browser = new Browser();
        URI back = browser.redirect(browser.onward(
                browser.agreeOnly(browser.get(page()), alice.secret().reveal())));
        CompletableFuture<Boolean> second = mend(barred(Optional.empty()), caller(key("bob"), "accept"));
        assertThat(browser.agree(browser.get(page()), bob.secret().reveal())).contains("Signed in");

        assertThat(browser.get(back)).contains("Signed in");
        assertThat(first.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoDeclinesOrCannotOpenPagesIsNotKeptWaiting() throws Exception {
        Barred barred = barred(Optional.empty());
        assertThat(mend(barred, caller(Caller.LOCAL, "decline")).get(30, TimeUnit.SECONDS))
                .isFalse();
        assertThat(new Browser().get(page())).contains("Too late");
        Exchange without = new Call(Caller.LOCAL, "{\"elicitation\":{}}", question -> {
            throw new AssertionError("not to be asked");
        });
        assertThat(barred.mend(without)).isFalse();
        assertThat(barred.advice()).contains("nave login tickets");
    }

    @Test
    void aCallerWithAKeyIsSentNowhereWhileThePagesAreNotServed() {
        assertThat(barred(Optional.empty()).mend(caller(key("alice"), "accept")))
                .isFalse();
        assertThat(pages).isEmpty();
    }

    /** Serves the pages as a hub does. */
    private void open() throws Exception {
        server = HttpServer.start(HttpServerOptions.on("127.0.0.1", 0), fixture.oauth.desk());
        fixture.oauth.desk().servedAt(URI.create("http://127.0.0.1:" + server.port()));
    }

    /** One person's browser, with its cookies. */
    private static final class Browser {
        private static final Pattern TICKET = Pattern.compile("name=\"ticket\" value=\"([^\"]+)\"");
        private static final Pattern ONWARD = Pattern.compile("http-equiv=\"refresh\" content=\"0;url=([^\"]+)\"");

        private final HttpClient client = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(30))
                .build();
        private URI at = URI.create("http://127.0.0.1/");

        String get(URI page) throws Exception {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(30)).build(),
                    HttpResponse.BodyHandlers.ofString());
            at = page;
            Optional<String> next = answer.headers().firstValue("Location");
            assertThat(answer.headers().firstValue("X-Frame-Options").orElse("DENY"))
                    .isEqualTo("DENY");
            return next.isPresent() ? get(URI.create(next.get())) : answer.body();
        }

        /** Where a page redirects to, without going there. */
        URI redirect(URI page) throws Exception {
            return URI.create(client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow());
        }

        /** Presses the button and goes wherever that leads. */
        String agree(String page, String key) throws Exception {
            String next = agreeOnly(page, key);
            return ONWARD.matcher(next).find() ? get(onward(next)) : next;
        }

        String agreeOnly(String page, String key) throws Exception {
            Matcher ticket = TICKET.matcher(page);
            assertThat(ticket.find()).as(page).isTrue();
            String form = Web.encoded(Map.of("ticket", ticket.group(1), "key", key));
            return client.send(
                            HttpRequest.newBuilder(at.resolve("/oauth/sign-in"))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .header("Origin", "http://" + at.getAuthority())
                                    .POST(HttpRequest.BodyPublishers.ofString(form))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }

        URI onward(String page) {
            Matcher next = ONWARD.matcher(page);
            assertThat(next.find()).as(page).isTrue();
            return URI.create(next.group(1).replace("&amp;", "&"));
        }
    }

    /** A call of a client. */
    private record Call(
            Caller caller, String capabilities, Function<Question, Answer> answers, Cancellation cancellation)
            implements Exchange {
        Call(Caller caller, String capabilities, Function<Question, Answer> answers) {
            this(caller, capabilities, answers, new Cancellation());
        }

        @Override
        public Client client() {
            return new Client(Revision.NEWEST, Json.EMPTY_OBJECT, Json.parse(capabilities));
        }

        @Override
        public Optional<String> session() {
            return Optional.empty();
        }

        @Override
        public List<String> hops() {
            return List.of();
        }

        @Override
        public Deadline deadline() {
            return Deadline.in(Duration.ofMinutes(1), Time.SYSTEM);
        }

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

        @Override
        public Answer ask(Question question) {
            return answers.apply(question);
        }
    }
}
