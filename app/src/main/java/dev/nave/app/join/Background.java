package dev.nave.app.join;

import dev.nave.transport.child.OwnSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts a hub that belongs to none of its clients: in a session of its own and with nobody for its parent, since clients
 * end the programs they started, whoever else uses them.
 */
public final class Background {
    /** How long a hub may take until it can be joined. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String MAIN = "dev.nave.app.Nave";
    private static final String READY = "ready";
    private static final String FAILED = "failed ";

    /**
     * The shell ends with the first line of the hub, which is an orphan then. What it started has to end before: the JDK
     * takes the output of a process for finished once that process is. Its first argument is where the hub's words go.
     */
    private static final String ORPHAN = "words=$1; shift; { \"$@\" </dev/null 2>\"$words\" & } |"
            + " { IFS= read -r line; printf '%s\\n' \"$line\"; }";

    private Background() {}

    /** What became of it. */
    sealed interface Outcome {
        /** There is a hub to be joined, this one or another that was quicker. */
        record Ready() implements Outcome {}

        /** It has said why on standard error. */
        record Failed(int code) implements Outcome {}

        /** This machine, or this user's directory, does not allow it. */
        record Impossible() implements Outcome {}
    }

    /** Says to who started this hub that it can be joined, and nothing more ever. */
    public static void sayReady() {
        say(READY);
    }

    /** Says to who started this hub that it cannot go on, once its standard error has said why. */
    public static void sayFailed(int code) {
        say(FAILED + code);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.close();
    }

    /** Waits until the hub listens or has given up. */
    static Outcome start(Rendezvous place, List<String> options) {
        try {
            Process shell = new ProcessBuilder(command(place, options))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            shell.getOutputStream().close();
            Thread late = Thread.ofPlatform().daemon().name("start").start(() -> giveUpOn(shell));
            String said;
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8))) {
                String line = out.readLine();
                said = line == null ? "" : line;
            } finally {
                late.interrupt();
            }
            System.err.print(words(place.words()));
            if (said.equals(READY)) {
                return new Outcome.Ready();
            }
            return said.startsWith(FAILED)
                    ? new Outcome.Failed(Integer.parseInt(said.substring(FAILED.length())))
                    : new Outcome.Impossible();
        } catch (IOException | NumberFormatException e) {
            return new Outcome.Impossible();
        }
    }

    private static List<String> command(Rendezvous place, List<String> options) {
        List<String> hub = new ArrayList<>();
        hub.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        hub.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        hub.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "stdio"));
        hub.addAll(options);
        hub.add(Joiner.SHARED);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", ORPHAN, "nave"));
        command.add(place.words().toString());
        command.addAll(OwnSession.wrap(hub, System.getenv()));
        return command;
    }

    /** A hub that takes longer says so to nobody, and leaves when nobody comes. */
    private static void giveUpOn(Process shell) {
        try {
            if (!shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                shell.descendants().forEach(ProcessHandle::destroy);
                shell.destroy();
            }
        } catch (InterruptedException inTime) {
            Thread.currentThread().interrupt();
        }
    }

    private static String words(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException none) {
            return "";
        }
    }
}
