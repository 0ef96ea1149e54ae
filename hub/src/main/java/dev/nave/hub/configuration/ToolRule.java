package dev.nave.hub.configuration;

import dev.nave.hub.configuration.ServerSettings.Requirement;
import dev.nave.hub.configuration.ServerSettings.Trust;
import java.util.Optional;
import java.util.Set;

/**
 * What the operator knows of some tools of a server.
 *
 * @param pattern the server's own names of the tools, {@code *} for any characters
 * @param requires what a client must be able to answer before the tool is called; empty by default
 * @param trust what may be assumed of repeating a call; by default a later rule says so, or nothing is assumed
 * @param offered whether clients see the tool and may call it; by default a later rule says so, or they do
 */
public record ToolRule(String pattern, Set<Requirement> requires, Optional<Trust> trust, Optional<Boolean> offered) {

    public ToolRule {
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("Expected the name of a tool or a pattern such as list_*, not ''.");
        }
        requires = Set.copyOf(requires);
    }

    /** A rule of a tool that is offered. */
    public ToolRule(String pattern, Set<Requirement> requires, Optional<Trust> trust) {
        this(pattern, requires, trust, Optional.empty());
    }

    /** Whether it speaks of this tool, by the server's own name for it. */
    public boolean matches(String tool) {
        return fits(pattern, tool);
    }

    /** Whether a text is as a pattern has it, in which {@code *} stands for any characters. */
    static boolean fits(String pattern, String text) {
        // The classic two-pointer match: linear in practice, and no regular expression made of an operator's text.
        int at = 0;
        int star = -1;
        int mark = 0;
        int next = 0;
        while (at < text.length()) {
            if (next < pattern.length() && pattern.charAt(next) == '*') {
                star = next++;
                mark = at;
            } else if (next < pattern.length() && pattern.charAt(next) == text.charAt(at)) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star + 1;
                at = ++mark;
            } else {
                return false;
            }
        }
        while (next < pattern.length() && pattern.charAt(next) == '*') {
            next++;
        }
        return next == pattern.length();
    }
}
