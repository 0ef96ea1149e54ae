package dev.nave.edge.replica;

import dev.nave.edge.conversation.Conversations;
import dev.nave.edge.conversation.Visit;
import dev.nave.edge.downstream.Doors;
import dev.nave.transport.http.EventStream;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.HttpHandler;
import dev.nave.transport.http.SentEvent;
import java.util.Map;
import java.util.Optional;

/**
 * Where the other nodes knock, on a listener of its own. Lets in who shows a passport that only a node with the same keys
 * can make; no key of a caller opens it. Safe for many threads.
 */
public final class ReplicaDoor implements HttpHandler {
    private final Replicas replicas;
    private final Conversations conversations;
    private final Doors doors;

    /**
     * Opens nothing yet: a listener does, by calling.
     *
     * @param conversations whose calls the clients of other nodes come back to
     * @param doors where the sessions of legacy clients are
     */
    public ReplicaDoor(Replicas replicas, Conversations conversations, Doors doors) {
        this.replicas = replicas;
        this.conversations = conversations;
        this.doors = doors;
    }

    @Override
    public void handle(HttpExchange http) {
        Optional<Passports.Shown> passport = http.method().equals("POST")
                ? http.header(Passports.HEADER).flatMap(shown -> replicas.passports()
                        .check(replicas.address(), http.path(), http.body(), shown))
                : Optional.empty();
        if (passport.isEmpty()) {
            http.respond(403, Map.of(), new byte[0]);
            return;
        }
        Map<String, String> proof = Map.of(
                Passports.HEADER,
                replicas.passports().proof(passport.get().nonce()),
                "Cache-Control",
                "no-cache, no-transform");
        if (!passport.get().first()) {
            http.respond(Replicas.SEEN, proof, new byte[0]); // Whose it is learns that somebody was faster.
            return;
        }
        switch (http.path()) {
            case Errand.PATH -> visit(http, proof);
            case Parcel.PATH -> exchange(http, proof);
            default -> http.respond(404, proof, new byte[0]);
        }
    }

    private void visit(HttpExchange http, Map<String, String> proof) {
        Optional<Visit> found = Errand.read(http.body())
                .flatMap(errand -> conversations.receive(errand.caller(), errand.party(), errand.request()));
        if (found.isEmpty()) {
            http.respond(410, proof, new byte[0]);
            return;
        }
        Visit visit = found.get();
        try (EventStream events = http.openStream(proof)) {
            http.onGone(visit::leave);
            visit.attend(
                    notice -> {
                        Optional<SentEvent> event = Notes.event(notice);
                        if (event.isPresent()) {
                            events.send(event.get());
                        }
                    },
                    Visit.LATER);
        }
    }

    private void exchange(HttpExchange http, Map<String, String> proof) {
        Optional<Parcel> parcel = Parcel.read(http.body());
        if (parcel.isEmpty()) {
            http.respond(400, proof, new byte[0]);
            return;
        }
        EventStream events = http.openStream(proof);
        doors.relayed(
                new ParcelExchange(http, parcel.get(), events), parcel.get().caller());
        events.close();
    }
}
