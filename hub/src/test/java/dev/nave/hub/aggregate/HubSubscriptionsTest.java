package dev.nave.hub.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint.Event;
import dev.nave.hub.Endpoint.Interest;
import dev.nave.hub.Endpoint.Subscription;
import dev.nave.hub.Eventually;
import dev.nave.hub.FakeServer;
import dev.nave.hub.ListKind;
import dev.nave.hub.configuration.ApiKeys;
import dev.nave.hub.configuration.Configuration;
import dev.nave.protocol.json.Json;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class HubSubscriptionsTest {
    private static final Caller ALICE = new Caller("key:alice", Set.of());
    private static final Caller BOB = new Caller("key:bob", Set.of());

    private final FakeServer files = new FakeServer("files").has(ListKind.RESOURCES, "file:///a");
    private final FakeServer git = new FakeServer("git");
    private final List<Event> heard = new CopyOnWriteArrayList<>();

    @Test
    void anUpdateIsToldUnderTheUriTheClientKnows() {
        try (TestHub hub = settled()) {
            Subscription subscription =
                    hub.hub().subscribe(ALICE, watching("files+file:///a", "ui://files/p"), heard::add);
            assertThat(subscription.honoured().resources())
                    .containsExactlyInAnyOrder("files+file:///a", "ui://files/p");
            assertThat(files.watched.getLast()).containsExactlyInAnyOrder("file:///a", "ui://p");
            files.update("file:///a");
            files.update("file:///other");
            files.update("file:///a/part");
            assertThat(heard).containsExactly(updated("files+file:///a"), updated("files+file:///a/part"));
        }
    }

    @Test
    void anUpdateThatComesWhileTheServerIsStillAskedIsNotMissed() {
        files.onWatch = () -> files.update("file:///a");
        try (TestHub hub = settled()) {
            hub.hub().subscribe(ALICE, watching("files+file:///a"), heard::add);
            assertThat(heard).containsExactly(updated("files+file:///a"));
        }
    }

    @Test
    void whoWatchesABareUriIsToldByIt() {
        try (TestHub hub = settled()) {
            hub.hub().subscribe(ALICE, watching("file:///a"), heard::add);
            files.update("file:///a");
            assertThat(heard).containsExactly(updated("file:///a"));
        }
    }

    @Test
    void whatNobodyCanReportIsNotHonoured() {
        git.capabilities = Json.parse("{\"resources\":{}}");
        try (TestHub hub = settled()) {
            Subscription subscription = hub.hub()
                    .subscribe(ALICE, watching("git+git://a", "nobody+file:///a", "files+file:///a"), heard::add);
            assertThat(subscription.honoured().resources()).containsExactly("files+file:///a");
        }
    }

    @Test
    void watchesEndWithTheirLastWatcher() {
        try (TestHub hub = settled()) {
            Subscription one = hub.hub().subscribe(ALICE, watching("files+file:///a"), heard::add);
            Subscription other = hub.hub().subscribe(BOB, watching("files+file:///a"), heard::add);
            assertThat(files.watched).hasSize(1);
            other.change(watching("files+file:///b"));
            one.close();
            Eventually.await(
                    "the end of the watch", () -> files.watched.getLast().equals(Set.of("file:///b")));
            files.update("file:///b");
            assertThat(heard).containsExactly(updated("files+file:///b"));
        }
    }

    @Test
    void whatAServerSaysReachesItsPrincipalAlone() {
        try (TestHub hub = TestHub.started(HubSubscriptionsTest::withKey, files, git)) {
            hub.hub().awaitListed(Duration.ofSeconds(30));
            List<Event> bobs = new CopyOnWriteArrayList<>();
            hub.hub().subscribe(ALICE, Interest.NONE, heard::add);
            hub.hub().subscribe(BOB, Interest.NONE, bobs::add);
            files.say(Optional.of("key:alice"), Json.parse("{\"data\":1}"));
            files.say(Optional.empty(), Json.parse("{\"data\":2}"));
            assertThat(heard)
                    .containsExactly(
                            new Event.Said(Optional.empty(), "notifications/message", Json.parse("{\"data\":1}")));
            assertThat(bobs).isEmpty();
        }
    }

    @Test
    void whileThereIsOnePrincipalAloneWhatIsNobodysIsTheirs() {
        try (TestHub hub = settled()) {
            hub.hub().subscribe(Caller.ANONYMOUS, Interest.NONE, heard::add);
            files.say(Optional.empty(), Json.parse("{\"data\":2}"));
            assertThat(heard).hasSize(1);
        }
    }

    @Test
    void changesOfTemplatesAreChangesOfResources() {
        try (TestHub hub = settled()) {
            hub.hub().subscribe(ALICE, new Interest(Set.of(ListKind.RESOURCES), Set.of()), heard::add);
            files.has(ListKind.TEMPLATES, "file:///{x}");
            files.change(ListKind.RESOURCES);
            Eventually.await("the change", () -> !heard.isEmpty());
            assertThat(heard).containsExactly(new Event.ListChanged(ListKind.RESOURCES));
        }
    }

    private TestHub settled() {
        TestHub hub = TestHub.of(files, git);
        hub.hub().awaitListed(Duration.ofSeconds(30));
        return hub;
    }

    private static Configuration withKey(Configuration all) {
        return all.withKeys(
                List.of(ApiKeys.create("alice", Set.of(), new SecureRandom()).key()));
    }

    private static Interest watching(String... uris) {
        return new Interest(Set.of(), Set.of(uris));
    }

    private static Event updated(String uri) {
        return new Event.ResourceUpdated(uri, Json.object().put("uri", uri).build());
    }
}
