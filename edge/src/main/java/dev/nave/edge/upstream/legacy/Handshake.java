package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.edge.upstream.wire.Troubles;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Reply;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import dev.nave.protocol.projection.Projection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Opens a session: {@code initialize}, then {@code notifications/initialized} (2025-11-25, basic/lifecycle). */
final class Handshake {
    private final Terms terms;
    private final Link link;
    private final Askers askers;
    private final AtomicLong ids = new AtomicLong();

    Handshake(Terms terms, Link link, Askers askers) {
        this.askers = askers;
        this.terms = terms;
        this.link = link;
    }

    /**
     * Shakes hands; closes the link when that fails.
     *
     * @param info the {@code clientInfo} to introduce
     * @param declarations client capabilities, the fullest first: the next is tried when the server cannot read one
     * @throws Failure with what the server did instead
     */
    Session open(Key key, Json info, List<Json> declarations, Hearing hearing) throws Failure {
        boolean opensForCall = key.principal().isPresent();
        Turns turns = new Turns(terms.wait(Wait.TURN), terms.wait(Wait.TIE), terms.time(), opensForCall);
        Questions questions = new Questions(terms, link, turns, askers, Projection.to(Revision.NEWEST_LEGACY));
        link.hear(new SessionEar(turns, questions, hearing));
        boolean opened = false;
        try {
            Outcome outcome = new Outcome.TimedOut("nothing was declared");
            Json declared = Json.EMPTY_OBJECT;
            for (Json declaration : declarations) {
                declared = declaration;
                outcome = initialize(info, declaration);
                if (!(outcome instanceof Outcome.Answered(Message.Failure failure, int status))) {
                    break;
                }
            }
            if (!(outcome instanceof Outcome.Answered(Message.Result(Id id, Json result), int status))) {
                throw new Failure(outcome, Troubles.of(terms, outcome, link.lastWords()));
            }
            Opening opening = opening(result, outcome);
            link.negotiated(opening.revision());
            questions.speak(Projection.to(opening.revision()));
            link.send(new Message.Notification(Method.INITIALIZED, Json.EMPTY_OBJECT));
            link.opened();
            opened = true;
            return new Session(
                    terms,
                    link,
                    new Key(key.principal(), key.client(), declared).heldBy(key.holder()),
                    opening,
                    turns,
                    askers,
                    questions,
                    ids);
        } catch (IOException e) {
            Outcome lost = new Outcome.Lost(String.valueOf(e.getMessage()), Reply.Ran.SURELY_NOT);
            throw new Failure(lost, Troubles.of(terms, lost, link.lastWords()));
        } finally {
            if (!opened) {
                link.abandon();
            }
        }
    }

    private Outcome initialize(Json info, Json capabilities) {
        Json params = Json.object()
                .put("protocolVersion", Revision.NEWEST_LEGACY.wireName())
                .put("capabilities", capabilities)
                .put("clientInfo", info)
                .build();
        Message.Request request = new Message.Request(Id.of(ids.incrementAndGet()), Method.INITIALIZE, params);
        return link.call(terms.ownCall(request, terms.wait(Wait.START)));
    }

    private Opening opening(Json result, Outcome outcome) throws Failure {
        String version = result.string("protocolVersion").orElse("");
        Optional<Revision> revision = Revision.of(version).filter(known -> !known.isModern());
        if (revision.isEmpty()) {
            throw new Failure(
                    outcome,
                    Troubles.lasting(
                            terms,
                            "it answered initialize with the revision '" + version + "', which the hub does not speak",
                            "Update Nave or the server."));
        }
        return new Opening(
                revision.get(),
                result.member("serverInfo").filter(Json::isObject).orElse(Json.EMPTY_OBJECT),
                result.member("capabilities").filter(Json::isObject).orElse(Json.EMPTY_OBJECT),
                result.string("instructions"));
    }

    /** No session came of it. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Outcome outcome;
        private final ConnectFailure words;

        Failure(Outcome outcome, ConnectFailure words) {
            super(words);
            this.outcome = outcome;
            this.words = words;
        }

        /** What the server did instead of opening one. */
        Outcome outcome() {
            return outcome;
        }

        /** The words for a person. */
        ConnectFailure words() {
            return words;
        }
    }
}
