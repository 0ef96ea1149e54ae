package dev.nave.guard.oauth;

import dev.nave.protocol.json.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out who gives out tokens for a server: by what the server says of itself (RFC 9728), then by what the
 * authorization server says (RFC 8414, OpenID Connect Discovery), each in the order that 2026-07-28 prescribes; where a
 * server says nothing, as in 2025-03-26.
 */
final class Discovery {
    private static final int MOST_SERVERS = 8;

    private final Web web;

    Discovery(Web web) {
        this.web = web;
    }

    /**
     * Asks.
     *
     * @param server the configured URL
     * @param wanted the issuer that the configured client is registered at; any when empty
     */
    Discovered discover(URI server, Challenge challenge, Optional<String> wanted) throws SignInFailure {
        Nearness near = Nearness.of(server);
        requireEncryption(near, server);
        Optional<Json> document = resource(near, server, challenge);
        if (document.isEmpty()) {
            String origin = Urls.origin(server);
            require(wanted, List.of(origin));
            return new Discovered(Urls.resource(server), Optional.empty(), atOrigin(near, origin));
        }
        String resource = document.get().string("resource").orElse("");
        List<String> issuers = texts(document.get(), "authorization_servers").orElse(List.of());
        if (issuers.isEmpty()) {
            throw SignInFailure.lasting("it names no authorization server in its metadata");
        }
        require(wanted, issuers);
        return new Discovered(
                resource,
                texts(document.get(), "scopes_supported"),
                first(near, wanted.map(List::of).orElse(issuers)));
    }

    /** Whether a server says who gives out its tokens, without having refused anything. */
    boolean isProtected(URI server) throws SignInFailure {
        return resource(Nearness.of(server), server, Challenge.NONE).isPresent();
    }

    /** A token is as good as a password to whoever sees it pass (RFC 6750 §5.3). */
    private static void requireEncryption(Nearness near, URI server) throws SignInFailure {
        if (near != Nearness.LOOPBACK && !"https".equalsIgnoreCase(server.getScheme())) {
            throw SignInFailure.lasting("its URL is not https, and a token sent to " + Urls.shown(server)
                    + " could be read on the way: configure https");
        }
    }

    private static void require(Optional<String> wanted, List<String> issuers) throws SignInFailure {
        if (wanted.isPresent() && !issuers.contains(wanted.get())) {
            throw SignInFailure.lasting("the configured client is registered at " + wanted.get()
                    + ", and the server now takes tokens of " + String.join(", ", issuers)
                    + ": register one there and change auth.clientId and auth.issuer");
        }
    }

    private Optional<Json> resource(Nearness near, URI server, Challenge challenge) throws SignInFailure {
        if (challenge.metadata().isPresent()) {
            String named = challenge.metadata().get();
            URI url = Urls.read(named).orElseThrow(() -> SignInFailure.lasting("its resource_metadata is no URL"));
            Answer answer = web.get(near, url);
            if (!answer.isGood()) {
                throw failed("the metadata of the server", answer);
            }
            return Optional.of(checked(answer, server));
        }
        for (URI url : Urls.resourceMetadata(server)) {
            Answer answer = web.get(near, url);
            if (answer.isTrouble()) {
                throw failed("the metadata of the server", answer);
            }
            if (answer.isGood()) {
                return Optional.of(checked(answer, server));
            }
        }
        return Optional.empty();
    }

    private static Json checked(Answer answer, URI server) throws SignInFailure {
        String resource = answer.object().string("resource").orElse("");
        if (Urls.read(resource).filter(named -> Urls.covers(named, server)).isEmpty()) {
            throw SignInFailure.lasting(
                    "its metadata at " + Urls.shown(answer.from()) + " is that of another resource, '"
                            + resource + "', where " + Urls.resource(server)
                            + " was expected: nobody is asked to sign in for that");
        }
        return answer.object();
    }

    /** The first that can be read; what is wrong with one is told when there is no other. */
    private ServerMetadata first(Nearness near, List<String> issuers) throws SignInFailure {
        SignInFailure failure = null;
        for (String issuer : issuers.subList(0, Math.min(issuers.size(), MOST_SERVERS))) {
            try {
                return server(near, issuer);
            } catch (SignInFailure e) {
                failure = failure == null ? e : failure;
            }
        }
        throw failure == null ? SignInFailure.lasting("it names no authorization server") : failure;
    }

    private ServerMetadata server(Nearness near, String issuer) throws SignInFailure {
        URI url = Urls.read(issuer)
                .filter(Urls::isForBrowsers)
                .orElseThrow(() -> SignInFailure.lasting(
                        "it names an authorization server that is no https URL: '" + issuer + "'"));
        Optional<Answer> found = metadata(near, url);
        if (found.isEmpty()) {
            throw SignInFailure.lasting(
                    "the authorization server " + issuer + " does not say where its endpoints are; " + "looked at "
                            + Urls.serverMetadata(url).stream().map(Urls::shown).toList());
        }
        return read(found.get(), List.of(issuer));
    }

    private ServerMetadata atOrigin(Nearness near, String origin) throws SignInFailure {
        Optional<Answer> found = metadata(near, URI.create(origin));
        return found.isEmpty() ? ServerMetadata.usual(origin) : read(found.get(), List.of(origin, origin + "/"));
    }

    private Optional<Answer> metadata(Nearness near, URI issuer) throws SignInFailure {
        for (URI url : Urls.serverMetadata(issuer)) {
            Answer answer = web.get(near, url);
            if (answer.isTrouble()) {
                throw failed("the metadata of the authorization server", answer);
            }
            if (answer.isGood()) {
                return Optional.of(answer);
            }
        }
        return Optional.empty();
    }

    /** A document that names another issuer than the one it was looked for under is never used (RFC 8414 §3.3). */
    private static ServerMetadata read(Answer answer, List<String> expected) throws SignInFailure {
        String issuer = answer.object().string("issuer").orElse("");
        if (!expected.contains(issuer)) {
            throw SignInFailure.lasting("the authorization server " + expected.getFirst() + " calls itself '" + issuer
                    + "' at " + Urls.shown(answer.from()) + ": it is not who it says it is");
        }
        return ServerMetadata.read(issuer, answer.object());
    }

    private static SignInFailure failed(String what, Answer answer) {
        String text = what + " cannot be read at " + Urls.shown(answer.from()) + " (HTTP " + answer.status() + ")";
        return answer.isTrouble() ? SignInFailure.passing(text) : SignInFailure.lasting(text);
    }

    private static Optional<List<String>> texts(Json document, String member) {
        List<String> texts = new ArrayList<>();
        Optional<Json> array = document.member(member).filter(Json::isArray);
        array.ifPresent(all ->
                all.elements().stream().filter(Json::isString).map(Json::text).forEach(texts::add));
        return array.map(_ -> texts);
    }
}
