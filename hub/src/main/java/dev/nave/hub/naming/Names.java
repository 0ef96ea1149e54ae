package dev.nave.hub.naming;

import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.NameStyle;
import dev.nave.hub.configuration.ServerSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names and URIs under which clients see what servers offer. Immutable.
 *
 * <p>Names of tools and prompts begin with the server's, or stand bare in the style {@link NameStyle#PLAIN}; see {@link
 * dev.nave.hub.catalog.Catalog} for who owns a bare name. URIs carry the server as {@code files+file:///a}, and {@code
 * ui://} ones as their authority, {@code ui://files/a}, for hosts test that scheme (MCP Apps). Both ways need no
 * registry, so that a link which stands in no list finds its server too.
 */
public final class Names {
    private static final String UI = "ui://";

    private final boolean exact;
    private final Map<String, Alias> aliases = new LinkedHashMap<>();
    private final Map<String, Alias> schemes = new HashMap<>();

    private Names(boolean exact, List<Alias> all) {
        this.exact = exact;
        for (Alias alias : all) {
            aliases.put(alias.server, alias);
            schemes.put(alias.scheme, alias);
        }
    }

    /** The names of all enabled servers and of the hub's own; exact when there is one server alone, in plain style. */
    public static Names of(Configuration configuration) {
        return of(configuration, true);
    }

    /** As {@link #of(Configuration)}, never exact: for servers that come and go, whose names must not depend on it. */
    public static Names ofMany(Configuration configuration) {
        return of(configuration, false);
    }

    private static Names of(Configuration configuration, boolean mayBeExact) {
        List<ServerSettings> enabled =
                configuration.servers().stream().filter(ServerSettings::enabled).toList();
        List<Alias> all = new ArrayList<>();
        for (ServerSettings server : enabled) {
            all.add(new Alias(server.name(), server.scheme(), server.names().orElse(configuration.names())));
        }
        boolean exact = mayBeExact && all.size() == 1 && all.getFirst().style == NameStyle.PLAIN;
        all.add(new Alias(ServerSettings.RESERVED, ServerSettings.RESERVED, configuration.names()));
        return new Names(exact, all);
    }

    /** One server as if it were alone: nothing is renamed. */
    public static Names exact(ServerSettings server) {
        return new Names(true, List.of(new Alias(server.name(), server.scheme(), NameStyle.PLAIN)));
    }

    /** Whether names and URIs pass as they are. */
    public boolean isExact() {
        return exact;
    }

    /** Whether a server's names stand bare where nothing speaks against it. */
    public boolean isPlain(String server) {
        Alias alias = aliases.get(server);
        return alias != null && alias.style == NameStyle.PLAIN && !server.equals(ServerSettings.RESERVED);
    }

    /** A server's own name of a tool or prompt with the server before it; at most 60 characters, whatever it was. */
    public String prefixed(String server, String own) {
        return exact ? own : Spelling.prefixed(server, alias(server).style, own);
    }

    /** The server whose prefix this name begins with; the rest of the name need not be known. */
    public Optional<String> serverOf(String exposed) {
        if (exact) {
            return aliases.keySet().stream().findFirst();
        }
        // No name of a server holds a separator, so the first one ends it.
        return aliases.values().stream()
                .filter(alias -> exposed.startsWith(alias.server + Spelling.separator(alias.style)))
                .map(Alias::server)
                .findFirst();
    }

    /** Whether clients and models are known to take the name as it is: letters, digits, '_' and '-', 64 at most. */
    public static boolean isAccepted(String exposed) {
        return Spelling.isAccepted(exposed);
    }

    /** A server's own URI, or URI template, as clients see it: only a literal head is added. */
    public String uri(String server, String own) {
        if (exact) {
            return own;
        }
        String scheme = alias(server).scheme;
        return own.startsWith(UI) ? UI + scheme + "/" + own.substring(UI.length()) : scheme + "+" + own;
    }

    /** Whose URI this is, and what its server calls it; nothing when it carries no server's name. */
    public Optional<Owned> owned(String uri) {
        if (exact) {
            return aliases.keySet().stream().findFirst().map(server -> new Owned(server, uri));
        }
        if (uri.startsWith(UI)) {
            int slash = uri.indexOf('/', UI.length());
            return slash < 0
                    ? Optional.empty()
                    : owned(uri.substring(UI.length(), slash), UI + uri.substring(slash + 1));
        }
        int plus = uri.indexOf('+');
        return plus < 0 ? Optional.empty() : owned(uri.substring(0, plus), uri.substring(plus + 1));
    }

    private Optional<Owned> owned(String scheme, String own) {
        return Optional.ofNullable(schemes.get(scheme)).map(alias -> new Owned(alias.server, own));
    }

    private Alias alias(String server) {
        Alias alias = aliases.get(server);
        if (alias == null) {
            throw new IllegalArgumentException("Expected one of the servers " + aliases.keySet() + ", not " + server);
        }
        return alias;
    }

    /** A server, and a URI as that server spells it. */
    public record Owned(String server, String own) {}

    private record Alias(String server, String scheme, NameStyle style) {}
}
