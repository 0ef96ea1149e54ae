package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Fields;
import dev.nave.hub.configuration.Node.Scalar;
import dev.nave.hub.configuration.ServerSettings.Era;
import dev.nave.hub.configuration.ServerSettings.Interactive;
import dev.nave.hub.configuration.ServerSettings.Requirement;
import dev.nave.hub.configuration.ServerSettings.Trust;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes one {@link ServerSettings} of its fields. */
final class ServerBinder {
    private final Templates templates;
    private final NameStyle style;
    private final Waits waits;
    private final Problems problems;

    /**
     * @param style of names, where a server has none of its own
     */
    ServerBinder(Templates templates, NameStyle style, Waits waits, Problems problems) {
        this.templates = templates;
        this.style = style;
        this.waits = waits;
        this.problems = problems;
    }

    /** The server, or nothing when there is no way to reach it; problems say why. */
    Optional<ServerSettings> bind(String name, Fields fields) {
        Section section = new Section(fields, Keys.SERVER, problems);
        Set<String> meant = section.refuseUnknown();
        boolean enabled = enabled(section);
        Optional<NameStyle> names = section.choice("names", NameStyle.class);
        Optional<Target> target = new TargetBinder(section, templates, names.orElse(style), problems).bind(name, meant);
        boolean required = section.truth("required").orElse(false);
        Interactive interactive =
                section.choice("interactive", Interactive.class).orElse(Interactive.AUTO);
        List<ToolRule> tools = tools(section);
        LifecycleBinder lifecycle = new LifecycleBinder(section, problems);
        Waits own = lifecycle.waits(WaitsBinder.waits(section, waits, true, problems));
        Era era = section.choice("era", Era.class).orElse(Era.AUTO);
        Lifecycle life = lifecycle.bind();
        Map<String, String> labels = labels(section);
        Authorization authorization = new AuthorizationBinder(section, templates, problems).bind();
        return target.map(reached -> new ServerSettings(
                name, reached, enabled, required, names, interactive, tools, own, era, life, labels, authorization));
    }

    private static Map<String, String> labels(Section section) {
        Map<String, String> labels = new LinkedHashMap<>();
        section.pairs("labels").forEach((name, scalar) -> labels.put(name, scalar.text()));
        return labels;
    }

    private boolean enabled(Section section) {
        if (section.has("enabled") && section.has("disabled")) {
            problems.error(section.place("disabled"), "Expected enabled or disabled, not both: keep enabled.");
        }
        boolean enabled = section.truth("enabled").orElse(true);
        return section.truth("disabled").map(disabled -> !disabled).orElse(enabled);
    }

    private List<ToolRule> tools(Section section) {
        List<ToolRule> rules = new ArrayList<>();
        section.fields("tools").fields().forEach((pattern, field) -> {
            if (pattern.isEmpty()) {
                problems.error(field.place(), "Expected the name of a tool or a pattern such as list_*, not ''.");
                return;
            }
            section.asFields(field.value(), pattern)
                    .ifPresent(fields -> rules.add(rule(pattern, new Section(fields, Keys.TOOL, problems))));
        });
        return rules;
    }

    private static ToolRule rule(String pattern, Section section) {
        section.refuseUnknown();
        Set<Requirement> requires = EnumSet.noneOf(Requirement.class);
        for (Scalar requirement : section.texts("requires")) {
            section.choice(requirement, "requirement", Requirement.class).ifPresent(requires::add);
        }
        return new ToolRule(pattern, requires, section.choice("trust", Trust.class), section.truth("enabled"));
    }
}
