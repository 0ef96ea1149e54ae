package dev.nave.hub.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nave.hub.Caller;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Endpoint.Event;
import dev.nave.hub.Endpoint.Interest;
import dev.nave.hub.Eventually;
import dev.nave.hub.Exchange;
import dev.nave.hub.FakeServer;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.TestExchange;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.ApiKey;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.HttpAddress;
import dev.nave.hub.configuration.Listen;
import dev.nave.hub.configuration.NodeSettings;
import dev.nave.hub.configuration.Place;
import dev.nave.hub.configuration.Problem;
import dev.nave.hub.configuration.Reading;
import dev.nave.hub.configuration.SecretSettings;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.ServerSettings.Requirement;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.ToolRule;
import dev.nave.hub.feed.Memory;
import dev.nave.hub.seal.Seals;
import dev.nave.hub.supervision.State;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The configuration changes under a hub that runs. */
final class ReloadTest {
    private final FakeServer files =
            new FakeServer("files").has(ListKind.TOOLS, "read", "write").has(ListKind.RESOURCES, "file:///a");
    private final FakeServer git = new FakeServer("git").has(ListKind.TOOLS, "log");
    private final FakeServer notes = new FakeServer("notes").has(ListKind.TOOLS, "add");
    private volatile Reading next = read(configuration(files.settings(), git.settings()));
    private volatile Supplier<Reading> source = () -> next;
    private final Hub hub = started();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void aServerThatIsAddedIsListedAndItsClientsHearOfIt() {
        List<Event> heard = hear(ListKind.TOOLS);
        Reload reload = reload(files.settings(), git.settings(), notes.settings());
        assertThat(reload).hasToString("added notes");
        Eventually.await("the change", () -> !heard.isEmpty());
        assertThat(tools()).contains("files__read", "git__log", "notes__add");
        assertThat(call("notes__add")).isInstanceOf(Reply.Complete.class);
        assertThat(hub.server("notes")).isPresent();
        assertThat(files.connected).hasValue(1);
        assertThat(git.connected).hasValue(1);
    }

    @Test
    void aServerThatIsRemovedIsEndedOnceItsCallsHaveEnded() throws Exception {
        CountDownLatch answer = holding(git);
        List<Event> heard = hear(ListKind.TOOLS);
        FutureTask<Reply> call = calling("git__log");
        Eventually.await("the call", () -> git.calls.size() == 1);
        assertThat(reload(files.settings())).hasToString("removed git");
        Eventually.await("the change", () -> !heard.isEmpty());
        assertThat(tools()).contains("files__read").noneMatch(name -> name.startsWith("git"));
        assertThat(git.closed).hasValue(0);
        answer.countDown();
        assertThat(call.get()).isInstanceOf(Reply.Complete.class);
        Eventually.await("the end", () -> git.closed.get() == 1);
        assertThat(text(call("git__log"))).contains("Unknown tool 'git__log'");
        assertThat(hub.server("git")).isEmpty();
    }

    @Test
    void aServerThatIsNoLongerEnabledIsShownAsSuch() {
        ServerSettings disabled = disabled(git.settings());
        assertThat(reload(files.settings(), disabled)).hasToString("removed git");
        assertThat(hub.servers())
                .extracting(ServerStatus::name, status -> status.state().word())
                .contains(tuple("git", "disabled"));
        assertThat(reload(files.settings(), git.settings())).hasToString("added git");
        Eventually.await("the server", () -> tools().contains("git__log"));
    }

    @Test
    void aServerThatIsReachedOtherwiseIsStartedAnewWhileItsCallsEndOnTheOldOne() throws Exception {
        CountDownLatch answer = holding(git);
        FutureTask<Reply> call = calling("git__log");
        Eventually.await("the call", () -> git.calls.size() == 1);
        assertThat(reload(files.settings(), otherwise(git.settings()))).hasToString("restarted git");
        Eventually.await("another start", () -> git.connected.get() == 2);
        assertThat(tools()).contains("git__log");
        git.answers = (request, exchange) -> new Reply.Complete(Json.parse("{\"from\":\"the new one\"}"));
        assertThat(call("git__log")).isEqualTo(new Reply.Complete(Json.parse("{\"from\":\"the new one\"}")));
        answer.countDown();
        assertThat(call.get()).isInstanceOf(Reply.Complete.class).isNotEqualTo(call("git__log"));
        Eventually.await("the end of the old one", () -> git.closed.get() == 1);
        assertThat(files.connected).hasValue(1);
    }

    @Test
    void whatIsShownOfAServerThatIsReachedOtherwiseGoesOnlyWhenItFails() {
        git.open = new CountDownLatch(1);
        assertThat(reload(files.settings(), otherwise(git.settings()))).hasToString("restarted git");
        assertThat(tools()).contains("git__log");
        git.refusal = new ConnectFailure("no such program: other", false);
        git.open.countDown();
        Eventually.await("the failure", () -> !tools().contains("git__log"));
        assertThat(text(call("git__log"))).contains("no such program: other");
    }

    @Test
    void labelsAndWhatIsKnownOfToolsHoldWithoutAStart() {
        ServerSettings all = git.settings();
        ServerSettings ruled = new ServerSettings(
                all.name(),
                all.target(),
                true,
                true,
                all.names(),
                all.interactive(),
                List.of(new ToolRule("log", Set.of(Requirement.SAMPLING), Optional.empty())),
                all.waits(),
                all.era(),
                all.life(),
                Map.of("team", "web"));
        assertThat(reload(files.settings(), ruled)).hasToString("adjusted git");
        assertThat(text(call("git__log"))).contains("sampling");
        assertThat(hub.servers().getLast().settings().labels()).containsEntry("team", "web");
        assertThat(git.connected).hasValue(1);
    }

    @Test
    void aWrongConfigurationChangesNothing() {
        Problem one = new Problem(new Place(Path.of("nave.yaml"), 3, 1), "Unknown key 'comand'");
        Problem other = new Problem(new Place(Path.of("nave.yaml"), 9, 1), "Unknown key 'rl'");
        next = new Reading.Refused(List.of(one, other), List.of());
        assertThat(hub.reload().toString())
                .contains("nave.yaml:3:1: Unknown key 'comand'", "nave.yaml:9:1", "Nothing changed");
        assertThat(call("git__log")).isInstanceOf(Reply.Complete.class);
        assertThat(git.connected).hasValue(1);
    }

    @Test
    void aSecondReloadDuringOneIsRefused() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch going = new CountDownLatch(1);
        Reading later = read(configuration(files.settings()));
        source = () -> {
            reading.countDown();
            await(going);
            return later;
        };
        FutureTask<Reload> first = new FutureTask<>(hub::reload);
        Thread.ofVirtual().start(first);
        await(reading);
        assertThat(hub.reload()).isInstanceOf(Reload.Busy.class).asString().contains("under way");
        going.countDown();
        assertThat(first.get()).hasToString("removed git");
    }

    @Test
    void whatOnlyAStartCanChangeIsSaidAndStaysAsItIs() {
        Listen elsewhere = Listen.defaults().withHttp(new HttpAddress("127.0.0.1", 9));
        NodeSettings node = NodeSettings.defaults();
        SecretSettings secrets = new SecretSettings(
                Optional.of(Path.of("elsewhere")),
                SecretSettings.MasterKeyPlace.AUTO,
                Optional.empty(),
                Map.of(),
                node.secrets().vault());
        next = read(configuration(files.settings(), git.settings())
                .withNode(new NodeSettings(
                        elsewhere,
                        node.waits(),
                        node.bounds(),
                        node.seals(),
                        Optional.of(Path.of("state")),
                        Optional.empty(),
                        secrets,
                        node.logs(),
                        node.signIn())));
        assertThat(hub.reload()).hasToString("needs a restart of Nave: listen, state, secrets");
        assertThat(hub.configuration().node()).isEqualTo(node);
    }

    @Test
    void keysOfCallersHoldAtOnce() {
        Configuration all = configuration(files.settings(), git.settings());
        ApiKey key = new ApiKey(
                "ci", "sha256:c2FsdCBvZiAxNiBieXRlcw:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", Set.of("admin"));
        next = read(all.withKeys(List.of(key)));
        assertThat(hub.callers()
                        .identify(Optional.empty(), Optional.empty(), true)
                        .toString())
                .contains("anonymous");
        assertThat(hub.reload()).hasToString("taken over keys");
        assertThat(hub.callers()
                        .identify(Optional.empty(), Optional.empty(), true)
                        .toString())
                .contains("401");
    }

    @Test
    void aServerThatFailedForGoodIsTriedOnceMore() {
        notes.refusal = new ConnectFailure("no such program: notes", false);
        reload(files.settings(), git.settings(), notes.settings());
        Eventually.await("the failure", () -> state("notes") instanceof State.Failed);
        notes.refusal = null;
        assertThat(hub.reload()).hasToString("tried again notes");
        Eventually.await("the server", () -> state("notes") instanceof State.Ready);
        assertThat(hub.reload()).hasToString("nothing changed");
    }

    @Test
    void subscriptionsFollowTheirServersFromOneConfigurationToTheNext() {
        List<Event> heard = new CopyOnWriteArrayList<>();
        Endpoint.Subscription subscription = hub.subscribe(
                new Caller("alice", Set.of()), new Interest(Set.of(), Set.of("files+file:///a")), heard::add);
        assertThat(subscription.honoured().resources()).containsExactly("files+file:///a");
        assertThat(reload(otherwise(files.settings()), git.settings())).hasToString("restarted files");
        Eventually.await("the watch at the new one", () -> watched(2));
        files.update("file:///a");
        Eventually.await("the update", () -> heard.stream().anyMatch(Event.ResourceUpdated.class::isInstance));
        reload(git.settings());
        reload(files.settings(), git.settings());
        Eventually.await("the watch at the third one", () -> watched(3));
        heard.clear();
        files.update("file:///a");
        Eventually.await("the update", () -> heard.stream().anyMatch(Event.ResourceUpdated.class::isInstance));
    }

    @Test
    void whoHoldsOnToTheEndpointOfAServerMeetsTheNewOneAndHearsWhenThereIsNone() {
        Endpoint alone = hub.server("git").orElseThrow();
        reload(files.settings(), otherwise(git.settings()));
        Request request = new Request(Method.TOOLS_CALL, Json.parse("{\"name\":\"log\"}"));
        assertThat(alone.serve(request, TestExchange.of("alice"))).isInstanceOf(Reply.Complete.class);
        assertThat(git.connected).hasValue(2);
        reload(files.settings());
        assertThat(text(alone.serve(request, TestExchange.of("alice")))).contains("'git'", "taken out");
        reload(files.settings(), git.settings());
        assertThat(alone.serve(request, TestExchange.of("alice"))).isInstanceOf(Reply.Complete.class);
    }

    @Test
    void administratorsAloneSeeAndUseWhatChangesTheHub() {
        Request list = new Request(Method.TOOLS_LIST, Json.EMPTY_OBJECT);
        assertThat(tools()).contains("hub__status").doesNotContain("hub__reload", "hub__restart");
        assertThat(TestHub.names(ListKind.TOOLS, hub.serve(list, admin()))).contains("hub__reload", "hub__restart");
        assertThat(call("hub__reload").toString()).contains("role admin", "isError");
        next = read(configuration(files.settings()));
        Request reload = new Request(Method.TOOLS_CALL, Json.parse("{\"name\":\"hub__reload\"}"));
        assertThat(hub.serve(reload, admin()).toString()).contains("\"removed\":[\"git\"]", "needsRestart");
        Request restart = new Request(
                Method.TOOLS_CALL, Json.parse("{\"name\":\"hub__restart\",\"arguments\":{\"server\":\"files\"}}"));
        hub.serve(restart, admin());
        Eventually.await("another start", () -> files.connected.get() == 2);
        Request wrong = new Request(
                Method.TOOLS_CALL, Json.parse("{\"name\":\"hub__restart\",\"arguments\":{\"server\":\"fils\"}}"));
        assertThat(hub.serve(wrong, admin()).toString()).contains("one of files", "isError");
    }

    @Test
    void callsOnServersThatStayNeverFailWhileOthersComeAndGo() throws Exception {
        Random random = new Random(3);
        List<FutureTask<Reply>> calls = new ArrayList<>();
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < 10; i++) {
                calls.add(calling("files__read"));
            }
            ServerSettings other = random.nextBoolean() ? git.settings() : otherwise(git.settings());
            if (random.nextBoolean()) {
                reload(files.settings(), other);
            } else {
                reload(files.settings(), notes.settings());
            }
        }
        for (FutureTask<Reply> call : calls) {
            assertThat(call.get()).isInstanceOf(Reply.Complete.class);
        }
        assertThat(files.connected).hasValue(1);
        hub.close();
        assertThat(git.connected.get() + notes.connected.get()).isEqualTo(git.closed.get() + notes.closed.get());
    }

    private Hub started() {
        Configuration configuration = ((Reading.Read) next).configuration();
        Surroundings surroundings = new Surroundings(
                FakeServer.connector(List.of(files, git, notes)),
                Memory.NONE,
                () -> source.get(),
                new Seals(List.of(), new SecureRandom(), Time.SYSTEM),
                new Identity("this-hub", Json.parse("{\"name\":\"nave\",\"version\":\"0\"}")),
                Time.SYSTEM,
                new Random(1));
        Hub made = new Hub(configuration, surroundings);
        made.start();
        made.awaitListed(Duration.ofSeconds(30));
        return made;
    }

    private Reload reload(ServerSettings... servers) {
        next = read(configuration(servers));
        return hub.reload();
    }

    private static Configuration configuration(ServerSettings... servers) {
        return Configuration.of(Arrays.asList(servers));
    }

    private static Reading read(Configuration configuration) {
        return new Reading.Read(configuration, List.of());
    }

    private static ServerSettings otherwise(ServerSettings all) {
        return ServerSettings.of(all.name(), Target.Command.of("other"));
    }

    private static ServerSettings disabled(ServerSettings all) {
        return new ServerSettings(
                all.name(),
                all.target(),
                false,
                false,
                all.names(),
                all.interactive(),
                all.tools(),
                all.waits(),
                all.era());
    }

    private boolean watched(int connections) {
        return files.connected.get() == connections
                && files.watched.size() >= connections
                && files.watched.getLast().contains("file:///a");
    }

    private static CountDownLatch holding(FakeServer server) {
        CountDownLatch answer = new CountDownLatch(1);
        server.answers = (request, exchange) -> {
            await(answer);
            return new Reply.Complete(Json.parse("{\"from\":\"the old one\"}"));
        };
        return answer;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private State state(String server) {
        return hub.servers().stream()
                .filter(status -> status.name().equals(server))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private List<Event> hear(ListKind kind) {
        List<Event> heard = new CopyOnWriteArrayList<>();
        hub.subscribe(new Caller("alice", Set.of()), new Interest(Set.of(kind), Set.of()), heard::add);
        return heard;
    }

    private List<String> tools() {
        Request list = new Request(Method.TOOLS_LIST, Json.EMPTY_OBJECT);
        return TestHub.names(ListKind.TOOLS, hub.serve(list, TestExchange.of("alice")));
    }

    private Reply call(String tool) {
        Json params = Json.object().put("name", tool).build();
        return hub.serve(new Request(Method.TOOLS_CALL, params), TestExchange.of("alice"));
    }

    private FutureTask<Reply> calling(String tool) {
        FutureTask<Reply> call = new FutureTask<>(() -> call(tool));
        Thread.ofVirtual().start(call);
        return call;
    }

    private static Exchange admin() {
        return TestExchange.of("local").withCaller(Caller.LOCAL);
    }

    private static String text(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Failed.class);
        return ((Reply.Failed) reply).failure().message();
    }
}
