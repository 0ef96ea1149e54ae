package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Field;
import dev.nave.hub.configuration.Node.Fields;
import dev.nave.hub.configuration.Node.Scalar;
import dev.nave.hub.secret.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Finds out which servers of a manifest are meant. */
final class ManifestBinder {
    private final Section section;
    private final NameStyle style;
    private final Problems problems;

    /**
     * @param style of the names within
     */
    ManifestBinder(Section section, NameStyle style, Problems problems) {
        this.section = section;
        this.style = style;
        this.problems = problems;
    }

    /**
     * @param remote what is at the URL of a key, with the headers of the section
     * @param headers those of a section
     */
    Optional<Target> bind(
            BiFunction<String, Target.Wire, Optional<Target.Remote>> remote,
            Function<Section, Map<String, Template>> headers) {
        for (String other : List.of("command", "sample", "url", "transport", "type")) {
            if (section.has(other)) {
                problems.error(section.place(other), "Expected no " + other + " beside manifest: remove one of them.");
            }
        }
        Duration refresh = section.value("refresh", ManifestBinder::refresh).orElse(Target.Manifest.REFRESH);
        Optional<Selection> selection = selection();
        Map<String, Map<String, Template>> own = new LinkedHashMap<>();
        for (Map.Entry<String, Field> server :
                section.fields("servers").fields().entrySet()) {
            section.asFields(server.getValue().value(), server.getKey())
                    .ifPresent(fields -> own.put(server.getKey(), headers.apply(known(fields))));
        }
        // A list of servers is got over HTTP, whatever they speak themselves.
        return remote.apply("manifest", Target.Wire.HTTP)
                .flatMap(place -> selection.map(taken -> new Target.Manifest(place, refresh, taken, own, style)));
    }

    private Section known(Fields fields) {
        Section known = new Section(fields, Keys.MANIFEST_SERVER, problems);
        known.refuseUnknown();
        return known;
    }

    private Optional<Selection> selection() {
        List<String> allow = patterns("allow");
        List<String> deny = patterns("deny");
        try {
            return Optional.of(new Selection(allow, deny));
        } catch (IllegalArgumentException e) {
            problems.error(section.place(allow.isEmpty() ? "deny" : "allow"), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private List<String> patterns(String key) {
        List<String> patterns = new ArrayList<>();
        section.texts(key).stream().map(Scalar::text).forEach(patterns::add);
        return patterns;
    }

    private static Duration refresh(String text) {
        Duration refresh = Amounts.duration(text);
        if (refresh.compareTo(Target.Manifest.SOONEST) < 0) {
            throw new IllegalArgumentException("Expected refresh to be " + Amounts.text(Target.Manifest.SOONEST)
                    + " or more, not " + Shown.quoted(text) + ".");
        }
        return refresh;
    }
}
