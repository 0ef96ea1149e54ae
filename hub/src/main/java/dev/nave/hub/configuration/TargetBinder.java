package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Target.Child;
import dev.nave.hub.configuration.Target.Command;
import dev.nave.hub.configuration.Target.CommandWithUrl;
import dev.nave.hub.configuration.Target.Confined;
import dev.nave.hub.configuration.Target.Container;
import dev.nave.hub.configuration.Target.Directory;
import dev.nave.hub.configuration.Target.Remote;
import dev.nave.hub.configuration.Target.Sample;
import dev.nave.hub.configuration.Target.Ssh;
import dev.nave.hub.configuration.Target.Wire;
import dev.nave.hub.secret.Template;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds out how a server is reached. */
final class TargetBinder {
    private static final Set<String> WAYS = Set.of("command", "container", "sample", "url", "manifest");
    /** Keys that say the same in two ways, or cannot both be had. */
    private static final List<List<String>> APART = List.of(
            List.of("command", "sample"),
            List.of("container", "sample"),
            List.of("container", "ssh"),
            List.of("container", "sandbox"),
            List.of("sample", "ssh"),
            List.of("ssh", "sandbox"));

    private static final Pattern VARIABLE = Pattern.compile("[^=\\u0000]+");

    private final Section section;
    private final Templates templates;
    private final NameStyle style;
    private final Directories directories;
    private final Problems problems;

    /**
     * @param style of the names within, for a target that is several servers
     */
    TargetBinder(Section section, Templates templates, NameStyle style, Problems problems) {
        this.section = section;
        this.templates = templates;
        this.style = style;
        this.directories = new Directories(templates, problems);
        this.problems = problems;
    }

    /**
     * The target, or nothing; problems say why.
     *
     * @param meant keys that are there under a wrong name, which has been said
     */
    Optional<Target> bind(String name, Set<String> meant) {
        String transport = transport();
        refuseIdle(List.of("refresh", "allow", "deny", "servers"), section.has("manifest"), "manifest");
        if (section.has("manifest")) {
            return new ManifestBinder(section, style, problems)
                    .bind((key, wire) -> remote(section, key, wire), this::headers);
        }
        Optional<Child> child = child();
        Optional<Remote> remote = remote(section, "url", Transports.wire(transport));
        for (List<String> pair : APART) {
            if (section.has(pair.getFirst()) && section.has(pair.getLast())) {
                problems.error(
                        section.place(pair.getLast()),
                        "Expected " + pair.getFirst() + " or " + pair.getLast() + ", not both: remove one of them.");
                return Optional.empty();
            }
        }
        if (!starts() && !section.has("url")) {
            if (Collections.disjoint(meant, WAYS)) {
                problems.error(
                        section.place(),
                        "The server " + Shown.quoted(name) + " has neither command nor url: write the command that"
                                + " starts it, or the url where it is.");
            }
            return Optional.empty();
        }
        if (!fits(transport)) {
            return Optional.empty();
        }
        if (!section.has("url")) {
            return child.map(Target.class::cast);
        }
        if (starts()) {
            child.ifPresent(this::refuseUnreachable);
            return child.flatMap(started -> remote.map(reached -> new CommandWithUrl(started, reached)));
        }
        return remote.map(Target.class::cast);
    }

    private boolean starts() {
        return section.has("command") || section.has("sample") || section.has("container");
    }

    /** Nothing can be reached at a URL where it has no network. */
    private void refuseUnreachable(Child child) {
        if (child instanceof Confined(Child _, SandboxSettings sandbox)
                && sandbox.network() == SandboxSettings.Network.NONE) {
            problems.error(section.place("sandbox"), "Expected network: host in sandbox beside url, not none.");
        }
        if (child instanceof Container container
                && container.container().network().equals("none")) {
            problems.error(section.place("container"), "Expected a network in container beside url, not none.");
        }
    }

    private String transport() {
        if (section.has("type") && section.has("transport")) {
            problems.error(section.place("type"), "Expected transport or type, not both: keep transport.");
        }
        String key = section.has("transport") ? "transport" : "type";
        return section.text(key)
                .map(scalar -> {
                    if (!Transports.NAMES.contains(scalar.text())) {
                        problems.error(
                                scalar.place(),
                                "Unknown value " + scalar.described() + " of " + key
                                        + Suggestion.ending(scalar.text(), Transports.NAMES));
                        return "auto";
                    }
                    return scalar.text();
                })
                .orElse("auto");
    }

    /** Whether the keys that are there are those the transport needs. */
    private boolean fits(String transport) {
        boolean stdio = transport.equals(Transports.STDIO);
        boolean url = section.has("url");
        Place place = section.place(section.has("transport") ? "transport" : "type");
        if (stdio && url) {
            problems.error(place, "Expected no url with transport stdio: remove one of them.");
            return false;
        }
        if (!stdio && !transport.equals("auto") && !url) {
            problems.error(place, "Expected a url for transport " + transport + ": add it, or write stdio.");
            return false;
        }
        refuseIdle(List.of("args", "env", "cwd"), starts(), "command");
        refuseIdle(List.of("ssh", "sandbox"), section.has("command") || section.has("sample"), "command");
        refuseIdle(List.of("headers"), url, "url");
        return true;
    }

    private void refuseIdle(List<String> keys, boolean used, String by) {
        for (String key : keys) {
            if (!used && section.has(key)) {
                problems.error(
                        section.place(key), "Expected " + by + " beside " + key + ": add it, or remove " + key + ".");
            }
        }
    }

    private Optional<Child> child() {
        List<Template> arguments =
                section.texts("args").stream().map(templates::in).toList();
        Map<String, Template> environment = named(section, "env", VARIABLE, "a name of an environment variable");
        Optional<Directory> directory = section.text("cwd").flatMap(directories::in);
        if (section.has("container")) {
            Optional<Template> entrypoint = section.text("command").map(templates::in);
            return new ContainerBinder(section, templates, problems)
                    .bind()
                    .map(container -> new Container(container, entrypoint, arguments, environment, directory));
        }
        Optional<Child> program = program(arguments, environment, directory);
        if (section.has("ssh")) {
            Optional<SshSettings> ssh = new SshBinder(section, templates, problems).bind();
            return program.filter(Command.class::isInstance)
                    .map(Command.class::cast)
                    .flatMap(command -> ssh.map(there -> new Ssh(there, command)));
        }
        if (section.has("sandbox")) {
            SandboxSettings sandbox = new SandboxBinder(section, templates, problems).bind();
            return program.map(child -> new Confined(child, sandbox));
        }
        return program;
    }

    private Optional<Child> program(
            List<Template> arguments, Map<String, Template> environment, Optional<Directory> directory) {
        if (section.has("sample")) {
            return section.text("sample")
                    .flatMap(name ->
                            section.converted(name, text -> new Sample(text, arguments, environment, directory)));
        }
        return section.text("command").flatMap(command -> {
            Template program = templates.in(command);
            if (arguments.isEmpty() && command.text().strip().indexOf(' ') > 0) {
                problems.warning(
                        command.place(),
                        "The command " + command.described()
                                + " is taken for one program: put what follows its name into args.");
            }
            return section.converted(command, _ -> new Command(program, arguments, environment, directory));
        });
    }

    private Map<String, Template> headers(Section some) {
        Map<String, Template> headers = named(some, "headers", Headers.NAME, "a name of an HTTP header");
        for (String header : headers.keySet()) {
            if (!Headers.mayBeSet(header)) {
                problems.error(some.place("headers"), "The header " + header + " is the hub's own to send: remove it.");
            }
        }
        return headers;
    }

    private Optional<Remote> remote(Section some, String key, Wire wire) {
        Map<String, Template> headers = headers(some);
        return some.text(key).flatMap(url -> {
            Template text = templates.in(url);
            return some.converted(url, written -> {
                // A user or a query may be a secret, so all of it is left out of the message.
                boolean secret = written.indexOf('@') >= 0 || written.indexOf('?') >= 0;
                String shown = secret ? "what is there" : Shown.quoted(written);
                try {
                    return new Remote(text, headers, wire);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(e.getMessage() + " There is " + shown + ".", e);
                }
            });
        });
    }

    private Map<String, Template> named(Section some, String key, Pattern names, String expected) {
        Map<String, Template> named = new LinkedHashMap<>();
        some.pairs(key).forEach((name, scalar) -> {
            Template value = templates.in(scalar);
            if (!names.matcher(name).matches()) {
                problems.error(scalar.place(), "Expected " + expected + ", not " + Shown.quoted(name) + ".");
            } else if (scalar.text().indexOf(0) >= 0 || (key.equals("headers") && !Headers.isValue(scalar.text()))) {
                problems.error(
                        scalar.place(),
                        "The value of " + name + " has control characters: is there a line end at the end of it?");
            } else {
                named.put(name, value);
            }
        });
        return named;
    }
}
