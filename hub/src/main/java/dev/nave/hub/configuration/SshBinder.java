package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Scalar;
import dev.nave.hub.configuration.SshSettings.HostKeys;
import dev.nave.hub.configuration.Target.Directory;
import dev.nave.hub.secret.Template;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads which other machine a command runs on. */
final class SshBinder {
    private static final int MOST_PORT = 65_535;

    private final Section section;
    private final Templates templates;
    private final Directories directories;
    private final Problems problems;

    SshBinder(Section server, Templates templates, Problems problems) {
        this.section = server.below("ssh", Keys.SSH);
        this.templates = templates;
        this.directories = new Directories(templates, problems);
        this.problems = problems;
    }

    /** The machine, or nothing; problems say why. */
    Optional<SshSettings> bind() {
        Optional<Scalar> host = section.text("host");
        if (host.isEmpty()) {
            problems.error(section.place(), "Expected ssh to name its host: write host: NAME.");
            return Optional.empty();
        }
        int at = host.get().text().lastIndexOf('@');
        Optional<Template> before = at < 0 ? Optional.empty() : Optional.of(part(host.get(), 0, at));
        if (before.isPresent() && section.has("user")) {
            problems.error(section.place("user"), "Expected the user here or before the host, not in both places.");
        }
        Optional<Template> user = section.text("user").map(templates::in).or(() -> before);
        Template name = part(host.get(), at + 1, host.get().text().length());
        Optional<Integer> port = section.value("port", SshBinder::port);
        Optional<Directory> identity = section.text("identity").flatMap(directories::in);
        Optional<Directory> knownHosts = section.text("knownHosts").flatMap(directories::in);
        HostKeys hostKeys = section.choice("hostKeys", HostKeys.class).orElse(HostKeys.STRICT);
        Duration connect = section.value("connectTimeout", Amounts::duration).orElse(SshSettings.CONNECT_TIMEOUT);
        Duration keepAlive = section.value("keepAlive", Amounts::duration).orElse(SshSettings.KEEP_ALIVE);
        List<String> options =
                section.texts("options").stream().map(Scalar::text).toList();
        return section.converted(
                host.get(),
                _ -> new SshSettings(
                        name,
                        user,
                        port.map(OptionalInt::of).orElse(OptionalInt.empty()),
                        identity,
                        knownHosts,
                        hostKeys,
                        connect,
                        keepAlive,
                        options));
    }

    private Template part(Scalar scalar, int from, int to) {
        return templates.in(new Scalar(scalar.place(), scalar.text().substring(from, to), scalar.kind()));
    }

    private static int port(String text) {
        long port = Amounts.count(text);
        if (port < 1 || port > MOST_PORT) {
            throw new IllegalArgumentException("Expected port to be from 1 to " + MOST_PORT + ", not " + port + ".");
        }
        return Math.toIntExact(port);
    }
}
