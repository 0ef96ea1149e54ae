package dev.nave.edge.conversation;

import dev.nave.hub.Caller;
import dev.nave.hub.Question;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.seal.CallDigest;
import dev.nave.hub.seal.Purpose;
import dev.nave.hub.seal.Rounds;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Rounds in place of the error -32042, with which a server of 2025-11-25 wants URLs opened before it is called again.
 * The call is over then, so nothing is parked: what is needed to go on is sealed into the state.
 */
final class UrlRounds {
    private final Seals seals;
    private final Duration life;
    private final int most;
    private final int mostBytes;

    UrlRounds(Seals seals, Duration life, int most, int mostBytes) {
        this.seals = seals;
        this.life = life;
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** The reply itself, or a round that asks the client to open what the server names. */
    Reply ask(Reply reply, Caller caller, Party party, Request request, int rounds) {
        if (!(reply instanceof Reply.Failed failed) || failed.failure().code() != ErrorCode.URL_ELICITATION_REQUIRED) {
            return reply;
        }
        Json data = failed.failure().data();
        List<Json> wanted = data == null ? List.of() : elicitations(data);
        if (wanted.isEmpty() || rounds >= most) {
            return Reply.failed(
                    ErrorCode.INTERNAL_ERROR,
                    rounds >= most
                            ? "The server asked " + rounds + " times for a URL to be opened, which is the most."
                            : "The server asked for a URL to be opened, and named none.");
        }
        if (!party.client().hasUrls()) {
            return new Reply.Failed(
                    Lacking.failure(List.of(new Question(null, Method.ELICITATION, Json.parse("{\"mode\":\"url\"}")))));
        }
        JsonObject requests = Json.object();
        for (int i = 0; i < wanted.size(); i++) {
            requests.put("u" + (i + 1), question(wanted.get(i)));
        }
        return round(caller, request, requests.build(), Json.array(ids(wanted)), rounds + 1);
    }

    /** The ids of the pages that this reply of a server wants opened. */
    static List<String> pages(Reply reply) {
        if (!(reply instanceof Reply.Failed failed) || failed.failure().code() != ErrorCode.URL_ELICITATION_REQUIRED) {
            return List.of();
        }
        Json data = failed.failure().data();
        return data == null ? List.of() : texts(ids(elicitations(data)));
    }

    private static List<Json> elicitations(Json data) {
        return data.member("elicitations").map(Json::elements).orElse(List.of());
    }

    private static List<Json> ids(List<Json> wanted) {
        return wanted.stream()
                .filter(Json::isObject)
                .flatMap(entry -> entry.member("elicitationId").stream())
                .filter(Json::isString)
                .toList();
    }

    private static List<String> texts(List<Json> strings) {
        return strings.stream().map(Json::text).toList();
    }

    /** What the state of a retry means, if it is of such a round. */
    Resumed resume(Caller caller, Request request, Request.Retry retry) {
        Json text = retry.state();
        Optional<Json> opened =
                text == null ? Optional.empty() : seals.open(Purpose.URL, caller.principal(), text.text());
        if (opened.isEmpty()) {
            return new Resumed.NotOurs();
        }
        Json state = opened.get();
        if (!state.string("d").equals(Optional.of(CallDigest.of(request)))) {
            return new Resumed.Over(Rounds.refused());
        }
        int rounds = (int) state.member("r").map(Json::asLong).orElseThrow().orElse(most);
        Json requests = state.member("q").orElse(Json.EMPTY_OBJECT);
        for (String key : requests.names()) {
            String action = retry.responses()
                    .member(key)
                    .flatMap(answer -> answer.string("action"))
                    .orElse("");
            if (action.equals("decline") || action.equals("cancel")) {
                return new Resumed.Over(Expired.of(
                                request.method(),
                                "The server needs a page to be opened first, and the user did not agree.")
                        .reply());
            }
            if (!action.equals("accept")) {
                return new Resumed.Over(
                        round(caller, request, requests, state.member("e").orElse(Json.array(List.of())), rounds));
            }
        }
        return new Resumed.Again(
                rounds, texts(state.member("e").map(Json::elements).orElse(List.of())));
    }

    private Reply round(Caller caller, Request request, Json requests, Json ids, int rounds) {
        if (requests.length() + ids.length() > mostBytes) {
            return Reply.failed(
                    ErrorCode.INTERNAL_ERROR,
                    "Expected at most " + mostBytes + " bytes of URLs to be opened, got " + requests.length() + ".");
        }
        Json content = Json.object()
                .put("d", CallDigest.of(request))
                .put("r", rounds)
                .put("q", requests)
                .put("e", ids)
                .build();
        Json state = Json.of(seals.seal(Purpose.URL, caller.principal(), life, content));
        Json result = Json.object()
                .put("inputRequests", requests)
                .put("requestState", state)
                .build();
        return new Reply.InputRequired(requests, state, result);
    }

    /** The modern form has no id of its own: the key of the round is enough. */
    private static Json question(Json entry) {
        Json params = entry.isObject() ? entry : Json.EMPTY_OBJECT;
        return Json.object()
                .put("method", Method.ELICITATION)
                .put(
                        "params",
                        params.edit().put("mode", "url").remove("elicitationId").build())
                .build();
    }

    /** What a retry means. */
    sealed interface Resumed {
        /** Its state is of another kind. */
        record NotOurs() implements Resumed {}

        /** The answer is known without a call. */
        record Over(Reply reply) implements Resumed {}

        /** The user agreed to open them all: the server is called again, after so many rounds and when these are done. */
        record Again(int rounds, List<String> pages) implements Resumed {
            public Again {
                pages = List.copyOf(pages);
            }
        }
    }
}
