package dev.nave.edge.upstream.wire;

import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.credential.Barred;
import dev.nave.hub.secret.SecretUnavailable;
import dev.nave.protocol.message.Message;
import java.util.Optional;

/** The words for a server that cannot be reached, started or understood: what failed, what it said, what to do. */
public final class Troubles {
    private Troubles() {}

    /** A trouble that may pass. */
    public static ConnectFailure passing(Terms terms, String what, String hint) {
        return new ConnectFailure(text(terms, what, Optional.empty(), hint), true);
    }

    /** A trouble only a change of the configuration can mend. */
    public static ConnectFailure lasting(Terms terms, String what, String hint) {
        return new ConnectFailure(text(terms, what, Optional.empty(), hint), false);
    }

    /** A trouble with what is reached over this line, with the last the child said. */
    public static ConnectFailure passing(Terms terms, Line line, String what, String hint) {
        return new ConnectFailure(text(terms, what, line.lastWords(), hint), true);
    }

    /** Something the server needs to be started cannot be had. */
    public static ConnectFailure unavailable(String server, SecretUnavailable missing) {
        return new ConnectFailure(
                text(server, missing.reason(), Optional.empty(), missing.advice()), missing.isWorthRetrying());
    }

    /** The server did not let the hub in. */
    public static ConnectFailure barred(Terms terms, Barred barred) {
        ConnectFailure failure = new ConnectFailure(words(terms, barred), barred.isPassing());
        failure.initCause(barred);
        return failure;
    }

    /** What a server that does not let the hub in is about, for people. */
    public static String words(Terms terms, Barred barred) {
        return text(terms, barred.reason(), Optional.empty(), barred.advice());
    }

    /** HTTP refused to let the hub in, or is not there. */
    public static ConnectFailure refused(Terms terms, Outcome.Refused refused) {
        int status = refused.status();
        return switch (status) {
            case 401, 403 ->
                lasting(
                        terms,
                        "it refused the hub's credentials (HTTP " + status + ")",
                        "Set headers for it, such as Authorization.");
            case 301, 302, 303, 307, 308 ->
                lasting(terms, "it redirects (HTTP " + status + ")", "Configure the URL it redirects to.");
            case 404, 405 ->
                passing(terms, "nothing speaks MCP there (HTTP " + status + ")", "Check the path of its URL.");
            default ->
                passing(
                        terms,
                        "it answered with HTTP " + status + " where an MCP message was expected: " + refused.text(),
                        "Check its URL and its log.");
        };
    }

    /** An outcome of the handshake that is no answer. */
    public static ConnectFailure of(Terms terms, Outcome outcome, Optional<String> lastWords) {
        return switch (outcome) {
            case Outcome.Refused refused -> refused(terms, refused);
            case Outcome.Barred(Barred why) -> barred(terms, why);
            case Outcome.Answered(var response, int status)
            when response instanceof Message.Failure failure ->
                new ConnectFailure(
                        text(
                                terms,
                                "it refused the handshake (" + failure.code() + "): " + failure.message(),
                                lastWords,
                                "Check its log."),
                        true);
            case Outcome.Answered answered ->
                passing(terms, "its answer to the handshake makes no sense", "Check its log.");
            case Outcome.Lost(String reason, var ran) ->
                new ConnectFailure(text(terms, reason, lastWords, "Check that it runs."), true);
            case Outcome.TimedOut timedOut ->
                new ConnectFailure(
                        text(
                                terms,
                                "it did not answer the handshake in time",
                                lastWords,
                                "If it starts slowly, raise its startupTimeout."),
                        true);
            case Outcome.Cancelled(String reason) -> passing(terms, "interrupted: " + reason, "");
        };
    }

    /** What an outcome of a probe says is wrong; an answer that is an error is an answer. */
    public static Optional<String> silence(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered -> Optional.empty();
            case Outcome.Refused(int status, String text) when status < 500 -> Optional.empty();
            case Outcome.Refused(int status, String text) ->
                Optional.of("it answers with HTTP " + status + " when it is probed");
            case Outcome.Barred(Barred why) -> Optional.of(why.reason());
            case Outcome.Lost(String reason, var ran) -> Optional.of("it cannot be probed: " + reason);
            case Outcome.TimedOut ignored -> Optional.of("it does not answer when it is probed");
            case Outcome.Cancelled ignored -> Optional.empty();
        };
    }

    private static String text(Terms terms, String what, Optional<String> lastWords, String hint) {
        return text(terms.name(), what, lastWords, hint);
    }

    private static String text(String server, String what, Optional<String> lastWords, String hint) {
        String said = lastWords.map(words -> " It last said \"" + words + "\".").orElse("");
        String sentence = what.strip().matches("(?s).*[.?!]") ? what.strip() : what.strip() + ".";
        return ("Server '" + server + "': " + sentence + said + " " + hint).strip();
    }
}
