package dev.nave.hub.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which servers and tools of a manifest are taken. A pattern without a slash speaks of servers with all that is theirs,
 * one such as {@code files/read_*} of tools by the server's own names; {@code *} stands for any characters. What nothing
 * allows is left out, unless there is nothing at all to allow; what is denied is left out in any case.
 *
 * @param allow everything when empty
 * @param deny nothing when empty
 */
public record Selection(List<String> allow, List<String> deny) {
    /** Everything. */
    public static final Selection ALL = new Selection(List.of(), List.of());

    public Selection {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        Stream.concat(allow.stream(), deny.stream()).forEach(Selection::check);
    }

    /** Whether a server is taken, with whichever of its tools. */
    public boolean takes(String server) {
        boolean allowed = allow.isEmpty() || allow.stream().anyMatch(pattern -> speaksOf(pattern, server));
        return allowed
                && deny.stream()
                        .filter(pattern ->
                                tool(pattern).filter(rest -> !rest.equals("*")).isEmpty())
                        .noneMatch(pattern -> speaksOf(pattern, server));
    }

    /** Which tools of a server that is taken are offered, as rules: the first one that fits holds. */
    public List<ToolRule> rules(String server) {
        List<ToolRule> rules = new ArrayList<>();
        of(deny, server).forEach(tool -> rules.add(rule(tool, false)));
        boolean whole = allow.isEmpty()
                || allow.stream().anyMatch(pattern -> tool(pattern).isEmpty() && speaksOf(pattern, server));
        if (!whole) {
            of(allow, server).forEach(tool -> rules.add(rule(tool, true)));
            rules.add(rule("*", false));
        }
        return rules;
    }

    private static Stream<String> of(List<String> patterns, String server) {
        return patterns.stream()
                .filter(pattern -> speaksOf(pattern, server))
                .flatMap(pattern -> tool(pattern).stream());
    }

    private static ToolRule rule(String pattern, boolean offered) {
        return new ToolRule(pattern, Set.of(), Optional.empty(), Optional.of(offered));
    }

    private static boolean speaksOf(String pattern, String server) {
        int slash = pattern.indexOf('/');
        return ToolRule.fits(slash < 0 ? pattern : pattern.substring(0, slash), server);
    }

    private static Optional<String> tool(String pattern) {
        int slash = pattern.indexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(pattern.substring(slash + 1));
    }

    private static void check(String pattern) {
        if (pattern.isEmpty() || pattern.startsWith("/") || pattern.endsWith("/")) {
            throw new IllegalArgumentException(
                    "Expected a server such as files or git*, or tools such as files/read_*, not "
                            + Shown.quoted(pattern) + ".");
        }
    }
}
