package dev.nave.edge.conversation;

import dev.nave.protocol.json.Json;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The way back to a parked call, sealed into what the client carries.
 *
 * @param node the node that owns the call
 * @param call the call there
 * @param digest of the request the state was given for
 * @param round the round of questions, from 1
 * @param journal what another node needs to make the call again; none when it must not
 */
record ParkState(String node, String call, String digest, int round, Optional<Json> journal) {
    Json toJson() {
        return Json.object()
                .put("own", node)
                .put("pk", call)
                .put("d", digest)
                .put("r", round)
                .putIfPresent("j", journal)
                .build();
    }

    /** Under what a call that is made again is found by this very state; its later ones are its own. */
    String alias() {
        return call + "#" + round;
    }

    static Optional<ParkState> of(Json json) {
        OptionalLong round = json.member("r").map(Json::asLong).orElse(OptionalLong.empty());
        if (round.isEmpty()) {
            return Optional.empty();
        }
        int number = Math.toIntExact(round.getAsLong());
        return json.string("own").flatMap(node -> json.string("pk").flatMap(call -> json.string("d")
                .map(digest -> new ParkState(node, call, digest, number, json.member("j")))));
    }
}
