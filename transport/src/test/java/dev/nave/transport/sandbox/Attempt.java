package dev.nave.transport.sandbox;

import static org.assertj.core.api.Assertions.fail;

import dev.nave.transport.child.ChildCommand;
import dev.nave.transport.child.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** A shell script that tries something, as a user who is not root, unconfined or in a sandbox. */
final class Attempt {
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    /** In the group whose members may read /etc/shadow, so that only the sandbox stands between. */
    static final Optional<String> USER = ROOT ? Optional.of("nobody:shadow") : Optional.empty();

    private Attempt() {}

    static void assumeSandboxes() {
        Map<String, String> environment = System.getenv();
        boolean there = Programs.find("bwrap", environment).isPresent();
        String advice = "no sandboxes here: install the package bubblewrap";
        if (!there && "true".equals(environment.get("CI"))) {
            fail(advice);
        }
        Assumptions.assumeTrue(there, advice);
    }

    static ChildCommand unconfined(String script, String... arguments) {
        List<String> line = new ArrayList<>();
        if (ROOT) {
            line.addAll(List.of("setpriv", "--reuid", "nobody", "--regid", "shadow", "--clear-groups"));
        }
        line.addAll(List.of("bash", "-c", script, "attempt"));
        line.addAll(List.of(arguments));
        return ChildCommand.of(line.getFirst(), line.subList(1, line.size()).toArray(String[]::new));
    }

    static ChildCommand confinable(String script, String... arguments) {
        List<String> line = new ArrayList<>(List.of("-c", script, "attempt"));
        line.addAll(List.of(arguments));
        return ChildCommand.of("bash", line.toArray(String[]::new));
    }

    /** As confined as can be, and small. */
    static SandboxOptions strict() {
        return options(SandboxOptions.Files.LISTED, List.of());
    }

    static SandboxOptions options(SandboxOptions.Files files, List<Path> hidden) {
        return new SandboxOptions(
                files, List.of(), List.of(), List.of(), hidden, 1 << 20, false, 64 << 20, 0.5, 20, USER, false);
    }
}
