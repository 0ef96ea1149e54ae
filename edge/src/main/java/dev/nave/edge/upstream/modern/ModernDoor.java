package dev.nave.edge.upstream.modern;

import dev.nave.edge.upstream.wire.Line;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.edge.upstream.wire.Site;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;

/** Opens the way to a server that was found to be modern. */
public final class ModernDoor {
    private ModernDoor() {}

    /** The question a server answers if it is modern; {@code id} is its id on the wire. */
    public static Message.Request discover(Terms terms, Id id) {
        return new Message.Request(id, Method.DISCOVER, new Stamp(terms).own(Json.EMPTY_OBJECT));
    }

    /** Asks a server at a URL whether it is modern. */
    public static Outcome discover(Site site) {
        Terms terms = site.terms();
        Message.Request request = discover(terms, Id.of("discover"));
        return new HttpChannel(site)
                .call(terms.ownCall(request, terms.wait(Wait.START)), Stamp.headers(Method.DISCOVER, request.params()));
    }

    /** Opens it over a line; {@code discovered} is what the server answered to {@link #discover}. */
    public static Connection open(Terms terms, Line line, Json discovered) {
        LineChannel channel = new LineChannel(line, terms.feed());
        ModernConnection connection = new ModernConnection(terms, channel, opening(discovered));
        channel.start();
        return connection;
    }

    /** Opens it over HTTP; {@code discovered} is what the server answered to {@link #discover}. */
    public static Connection open(Site site, Json discovered) {
        return new ModernConnection(site.terms(), new HttpChannel(site), opening(discovered));
    }

    private static Opening opening(Json discovered) {
        // Some servers still name themselves where initialize did, beside the capabilities.
        Json info = discovered
                .at("_meta", MetaKey.SERVER_INFO)
                .or(() -> discovered.member("serverInfo"))
                .filter(Json::isObject)
                .orElse(Json.EMPTY_OBJECT);
        Json capabilities =
                discovered.member("capabilities").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        return new Opening(Stamp.REVISION, info, capabilities, discovered.string("instructions"));
    }
}
