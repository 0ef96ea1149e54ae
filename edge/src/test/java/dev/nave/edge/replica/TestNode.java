package dev.nave.edge.replica;

import dev.nave.edge.conversation.Conversations;
import dev.nave.edge.downstream.Doors;
import dev.nave.edge.downstream.legacy.LegacyDoor;
import dev.nave.edge.downstream.modern.ModernDoor;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.schema.JsonSchema;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.json.JsonLimits;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** One node of a hub in memory, with both doors and the one for other nodes. */
public final class TestNode implements AutoCloseable {
    private final String authority;
    private final MemoryNetwork network;
    private final Doors doors;
    private final Conversations conversations;
    private final LegacyDoor legacy;
    private final Replicas replicas;

    /** Opens it, at once. */
    public TestNode(
            String authority,
            MemoryNetwork network,
            Endpoint endpoint,
            TestCallers callers,
            Seals seals,
            Waits waits,
            Bounds bounds,
            Duration window,
            Duration linger,
            JsonSchema schemas,
            Time time) {
        this.authority = authority;
        this.network = network;
        Supplier<String> ids = () -> UUID.randomUUID().toString().replace("-", "");
        URI self = URI.create("http://" + authority);
        this.replicas = new Replicas(self, seals, waits, bounds, ids, time, network::open);
        this.conversations = new Conversations(
                new Conversations.Settings(self.toString(), waits, bounds, window, linger),
                seals,
                schemas,
                ids,
                time,
                replicas);
        this.legacy = new LegacyDoor(waits, bounds, seals, time, ids, replicas);
        this.doors = new Doors(
                path -> Optional.of(endpoint),
                callers::callers,
                new ModernDoor(conversations, bounds),
                legacy,
                JsonLimits.DEFAULT);
        network.add(authority, new ReplicaDoor(replicas, conversations, doors));
    }

    /** A client's request arrives, on a thread of its own. */
    public MemoryExchange take(MemoryExchange http) {
        Thread.ofVirtual().name("client of " + authority).start(() -> doors.handle(http));
        return http;
    }

    public Conversations conversations() {
        return conversations;
    }

    public LegacyDoor legacy() {
        return legacy;
    }

    Replicas replicas() {
        return replicas;
    }

    /** The process is gone, with all its connections to other nodes. */
    public void kill() {
        network.kill(authority);
    }

    @Override
    public void close() {
        doors.close();
    }
}
