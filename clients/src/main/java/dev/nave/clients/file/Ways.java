package dev.nave.clients.file;

import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Optional;

/** How far a way leads in a document. */
final class Ways {
    private Ways() {}

    /**
     * @param last the value that holds the end of the way, or the last that there is
     * @param target what stands at the end of the way
     * @param missing the steps that lead on from {@code last} where nothing is; empty when there is a target
     */
    record Found(Tree last, Optional<Tree> target, List<Step> missing) {}

    static Found follow(Tree root, List<Step> way) {
        Tree last = root;
        for (int at = 0; at < way.size(); at++) {
            Optional<Tree> next = last.at(way.get(at));
            if (next.isEmpty()) {
                return new Found(last, Optional.empty(), way.subList(at, way.size()));
            }
            if (at == way.size() - 1) {
                return new Found(last, next, List.of());
            }
            last = next.get();
        }
        throw new IllegalArgumentException("Expected at least one step.");
    }

    /** A value wrapped into what the steps to it say. */
    static Json within(List<Step> way, Json value) {
        Json wrapped = value;
        for (Step step : way.reversed()) {
            wrapped = switch (step) {
                case Step.Key key -> Json.object().put(key.name(), wrapped).build();
                case Step.Item _ -> Json.array(List.of(wrapped));
            };
        }
        return wrapped;
    }
}
