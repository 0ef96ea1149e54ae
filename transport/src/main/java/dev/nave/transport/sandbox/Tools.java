package dev.nave.transport.sandbox;

import dev.nave.transport.child.CannotStart;
import dev.nave.transport.child.Errand;
import dev.nave.transport.child.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The programs of the system that make a sandbox, and what this version of bubblewrap knows. */
final class Tools {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Map<String, String> environment;
    private final Path bubblewrap;
    private final String help;
    private final boolean ignoresSignals;

    private Tools(Map<String, String> environment, Path bubblewrap, String help, boolean ignoresSignals) {
        this.environment = environment;
        this.bubblewrap = bubblewrap;
        this.help = help;
        this.ignoresSignals = ignoresSignals;
    }

    /** @throws CannotStart when there is no bubblewrap here */
    static Tools find(Map<String, String> environment) throws CannotStart, InterruptedException {
        Path bubblewrap = Programs.find("bwrap", environment)
                .orElseThrow(() -> new CannotStart(
                        "a sandbox was asked for, and there is no bubblewrap (bwrap) here",
                        "Install the package bubblewrap, or remove sandbox to run it unconfined.",
                        false));
        String help = output(List.of(bubblewrap.toString(), "--help"), environment);
        Optional<Path> env = Programs.find("env", environment);
        boolean ignores = env.isPresent()
                && run(
                        List.of(
                                env.get().toString(),
                                "--ignore-signal=TERM",
                                env.get().toString(),
                                "--default-signal=TERM",
                                env.get().toString()),
                        environment);
        return new Tools(environment, bubblewrap, help, ignores);
    }

    boolean knows(String option) {
        return help.contains(option);
    }

    /** Bubblewrap, deaf to a TERM, which is meant for the server. It would end at once, and the server with it. */
    List<String> bubblewrap() {
        List<String> line = new ArrayList<>();
        if (ignoresSignals) {
            line.addAll(List.of(required("env"), "--ignore-signal=TERM"));
        }
        line.add(bubblewrap.toString());
        return line;
    }

    /** What gives the program in the sandbox its hearing back. */
    List<String> hearing() {
        return ignoresSignals ? List.of(required("env"), "--default-signal=TERM") : List.of();
    }

    Optional<String> optional(String program) {
        return Programs.find(program, environment).map(Path::toString);
    }

    /** The number of a user's own group. */
    String groupOf(String user) throws CannotStart {
        try {
            Errand.Answer answer = Errand.run(List.of(required("id"), "-g", user), environment, PATIENCE);
            if (answer.code() == 0) {
                return answer.out().strip();
            }
            throw new CannotStart("there is no user " + user, "Change sandbox.user.", false);
        } catch (IOException failed) {
            throw new CannotStart(
                    "the group of " + user + " is not known: " + failed.getMessage(), "Write USER:GROUP.", false);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted", "", true);
        }
    }

    /** Whether a program ends with 0. */
    boolean run(List<String> line) throws InterruptedException {
        return run(line, environment);
    }

    private String required(String program) {
        return optional(program).orElse("/usr/bin/" + program);
    }

    private static boolean run(List<String> line, Map<String, String> environment) throws InterruptedException {
        try {
            return Errand.run(line, environment, PATIENCE).code() == 0;
        } catch (IOException failed) {
            return false;
        }
    }

    private static String output(List<String> line, Map<String, String> environment) throws InterruptedException {
        try {
            Errand.Answer answer = Errand.run(line, environment, PATIENCE);
            return answer.out() + answer.errors();
        } catch (IOException failed) {
            return "";
        }
    }
}
