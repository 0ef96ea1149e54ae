package dev.nave.guard.oauth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which scopes are asked for (2026-07-28, basic/authorization, "Scope Selection Strategy"). */
final class Scopes {
    static final String OFFLINE = "offline_access";
    /** What a header can hold. */
    private static final int LONGEST = 4 << 10;

    private Scopes() {}

    /** Those of a text, in order, each once. */
    static List<String> read(String text) {
        return text.isBlank()
                ? List.of()
                : List.copyOf(new LinkedHashSet<>(Arrays.asList(text.strip().split("\\s+"))));
    }

    static String write(List<String> scopes) {
        return String.join(" ", scopes);
    }

    /**
     * What to ask for: what was configured, else what the request needed, else what the server says it needs at least,
     * else nothing; with what was asked for before, so that nothing is lost; and with a token that lasts, if the
     * authorization server has such.
     *
     * @param before asked for before, or found to be needed
     */
    static List<String> choose(
            List<String> configured,
            Challenge challenge,
            Optional<List<String>> ofResource,
            List<String> ofServer,
            List<String> before) {
        Set<String> chosen = new LinkedHashSet<>(before);
        if (!configured.isEmpty()) {
            chosen.addAll(configured);
            // What the server asks for now is needed whatever was thought of before.
            chosen.addAll(challenge.wantsMore() ? challenge.scopes() : List.of());
        } else if (!challenge.scopes().isEmpty()) {
            chosen.addAll(challenge.scopes());
        } else {
            chosen.addAll(ofResource.orElse(List.of()));
        }
        if (!chosen.isEmpty() && ofServer.contains(OFFLINE)) {
            chosen.add(OFFLINE);
        }
        return List.copyOf(chosen);
    }

    /** As {@link #union}, of no more than a server has any use for: one that always asks for others ends up with those. */
    static List<String> bounded(List<String> some, List<String> more) {
        List<String> all = union(some, more);
        return write(all).length() <= LONGEST ? all : write(more).length() <= LONGEST ? more : List.of();
    }

    static List<String> union(List<String> some, List<String> more) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(more);
        return new ArrayList<>(all);
    }
}
