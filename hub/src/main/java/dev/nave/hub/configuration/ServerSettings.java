package dev.nave.hub.configuration;

import dev.nave.hub.secret.Reference;
import dev.nave.hub.secret.Template;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One configured server.
 *
 * @param name the alias that exposed names begin with: see {@link #NAME}; never {@code hub}
 * @param target how it is reached
 * @param enabled whether it is used at all; true by default
 * @param required whether Nave is ready only while this server is; false by default
 * @param names the style of its names where it differs from the hub's; none by default
 * @param interactive whether its server may ask the client anything; {@link Interactive#AUTO} by default
 * @param tools what is known of its tools beyond what it says itself; in configured order; empty by default
 * @param waits the hub's waits with this server's own in their place
 * @param era which protocol it speaks; {@link Era#AUTO} by default
 * @param life how it is started, watched, kept apart and stopped; see {@link Lifecycle#defaults}
 * @param labels notes of the operator's, for people and programs; in configured order; empty by default
 * @param authorization how it lets the hub in where it asks for OAuth; see {@link Authorization#defaults}
 */
public record ServerSettings(
        String name,
        Target target,
        boolean enabled,
        boolean required,
        Optional<NameStyle> names,
        Interactive interactive,
        List<ToolRule> tools,
        Waits waits,
        Era era,
        Lifecycle life,
        Map<String, String> labels,
        Authorization authorization) {

    /** A letter, then letters, digits, '-' and single '_' in between; 24 at most, so that names of tools have room. */
    public static final Pattern NAME = Pattern.compile("(?=.{1,24}$)[A-Za-z](?:_?[A-Za-z0-9-])*");

    /** The name of the hub's own server, which no other may take. */
    public static final String RESERVED = "hub";

    public ServerSettings {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Expected a name of at most 24 letters, digits, '-' and single '_',"
                    + " beginning with a letter, not '" + name + "'.");
        }
        if (name.equalsIgnoreCase(RESERVED)) {
            throw new IllegalArgumentException(
                    "The name '" + name + "' belongs to the hub's own server: choose another.");
        }
        tools = List.copyOf(tools);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** A server with the default life and no labels. */
    public ServerSettings(
            String name,
            Target target,
            boolean enabled,
            boolean required,
            Optional<NameStyle> names,
            Interactive interactive,
            List<ToolRule> tools,
            Waits waits,
            Era era) {
        this(
                name,
                target,
                enabled,
                required,
                names,
                interactive,
                tools,
                waits,
                era,
                Lifecycle.defaults(),
                Map.of(),
                Authorization.defaults());
    }

    /** A server that is let in by OAuth as by default. */
    public ServerSettings(
            String name,
            Target target,
            boolean enabled,
            boolean required,
            Optional<NameStyle> names,
            Interactive interactive,
            List<ToolRule> tools,
            Waits waits,
            Era era,
            Lifecycle life,
            Map<String, String> labels) {
        this(
                name,
                target,
                enabled,
                required,
                names,
                interactive,
                tools,
                waits,
                era,
                life,
                labels,
                Authorization.defaults());
    }

    /** An enabled server with every default. */
    public static ServerSettings of(String name, Target target) {
        return new ServerSettings(
                name, target, true, false, Optional.empty(), Interactive.AUTO, List.of(), Waits.defaults(), Era.AUTO);
    }

    /** The same with other waits. */
    public ServerSettings withWaits(Waits others) {
        return new ServerSettings(
                name, target, enabled, required, names, interactive, tools, others, era, life, labels, authorization);
    }

    /** The same under another name, reached otherwise, with rules for tools that come before its own. */
    public ServerSettings as(String other, Target place, List<ToolRule> first) {
        List<ToolRule> rules = Stream.concat(first.stream(), tools.stream()).toList();
        return new ServerSettings(
                other, place, enabled, required, Optional.empty(), interactive, rules, waits, era, life, labels);
    }

    /** The same with another life. */
    public ServerSettings withLife(Lifecycle other) {
        return new ServerSettings(
                name, target, enabled, required, names, interactive, tools, waits, era, other, labels, authorization);
    }

    /** The texts that may hold secrets. */
    public List<Template> secrets() {
        return Stream.concat(target.secrets().stream(), authorization.secrets().stream())
                .toList();
    }

    /** Every reference, each once. */
    public Set<Reference> references() {
        Set<Reference> all = new LinkedHashSet<>(target.references());
        authorization.secrets().forEach(template -> all.addAll(template.references()));
        return all;
    }

    /**
     * Whether a server that runs with these settings must be started anew to run with others: when it is reached, told or
     * watched otherwise. What is known of its tools, what it is called and whether it is required need no such thing.
     */
    public boolean needsRestartFor(ServerSettings other) {
        return !target.equals(other.target)
                || interactive != other.interactive
                || era != other.era
                || !life.equals(other.life)
                || !authorization.equals(other.authorization)
                || !waits.isSameForServers(other.waits);
    }

    /** Whether nothing differs that concerns this server; waits of the hub as a whole do not. */
    public boolean isSameFor(ServerSettings other) {
        return equals(other.withWaits(waits)) && waits.isSameForServers(other.waits);
    }

    /** The name as the beginning of a URI scheme, where case does not count and '_' is not allowed; unique as well. */
    public String scheme() {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a client must be able to answer before this tool is called: that of every rule that fits. */
    public Set<Requirement> requires(String tool) {
        Set<Requirement> all = EnumSet.noneOf(Requirement.class);
        tools.stream().filter(rule -> rule.matches(tool)).forEach(rule -> all.addAll(rule.requires()));
        return all;
    }

    /** Whether clients see this tool and may call it: what the first rule that fits and speaks of it says. */
    public boolean offers(String tool) {
        return tools.stream()
                .filter(rule -> rule.offered().isPresent() && rule.matches(tool))
                .findFirst()
                .flatMap(ToolRule::offered)
                .orElse(true);
    }

    /** What may be assumed of repeating a call of this tool: that of the first rule that fits and says so. */
    public Trust trust(String tool) {
        return tools.stream()
                .filter(rule -> rule.matches(tool))
                .flatMap(rule -> rule.trust().stream())
                .findFirst()
                .orElse(Trust.NONE);
    }

    /** Whether a server may ask the client. */
    public enum Interactive {
        /** As the client's capabilities allow. */
        AUTO,
        /** Never: it is told that the client can do nothing, so its sessions can be shared. */
        NEVER
    }

    /** What a tool may need of a client. */
    public enum Requirement {
        SAMPLING,
        ELICITATION,
        ROOTS
    }

    /** What the operator vouches for, so that a call whose outcome was lost may be made again. */
    public enum Trust {
        /** Nothing: a call that may have run is never repeated. */
        NONE,
        /** It changes nothing. */
        READ_ONLY,
        /** A second call changes nothing more. */
        IDEMPOTENT,
        /** What the server's own annotations say is believed. */
        ANNOTATIONS
    }

    /** Which protocol a server speaks. */
    public enum Era {
        /** Found by asking. */
        AUTO,
        /** 2025-11-25 or older: opened with {@code initialize}. */
        LEGACY,
        /** 2026-07-28 or newer. */
        MODERN
    }
}
