package dev.nave.e2e.bytes;

import dev.nave.e2e.scripted.Received;
import dev.nave.e2e.scripted.Spelled;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares what one end sent with what the other end got, token by token. */
final class Comparison {
    /** What a hub may change or add at the top of a result: it depends on the revision of each side. */
    private static final Set<String> THE_HUBS_OWN = Set.of("resultType", "_meta");

    private Comparison() {}

    /** What is different after a call that passed something on its way, for people; nothing when all is as it was. */
    static Optional<String> difference(String arguments, Received received, Spelled response) {
        Spelled sent = Spelled.of(Mirror.result(received));
        Optional<Spelled> result = response.at("result");
        if (result.isEmpty()) {
            return Optional.of("no result: " + response);
        }
        return difference(
                        "arguments",
                        Spelled.of(arguments).tokens(),
                        received.message()
                                .at("params", "arguments")
                                .orElseThrow()
                                .tokens())
                .or(() -> difference(
                        "result", sent.without(THE_HUBS_OWN), result.get().without(THE_HUBS_OWN)))
                .or(() -> difference(
                        "_meta of the result",
                        sent.at("_meta", "example.com/kept").orElseThrow().tokens(),
                        result.get()
                                .at("_meta", "example.com/kept")
                                .map(Spelled::tokens)
                                .orElse(List.of())));
    }

    private static Optional<String> difference(String where, List<String> sent, List<String> got) {
        for (int at = 0; at < Math.max(sent.size(), got.size()); at++) {
            String before = at < sent.size() ? sent.get(at) : "nothing more";
            String after = at < got.size() ? got.get(at) : "nothing more";
            if (!before.equals(after)) {
                return Optional.of(
                        "token %d of the %s: sent %s, got %s".formatted(at, where, shown(before), shown(after)));
            }
        }
        return Optional.empty();
    }

    private static String shown(String token) {
        return token.length() <= 60 ? token : token.substring(0, 60) + "…";
    }
}
