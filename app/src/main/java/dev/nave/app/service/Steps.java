package dev.nave.app.service;

import dev.nave.app.cli.CommandFailure;
import dev.nave.clients.table.Machine;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Does what a command takes, step by step, or only says what it would do. */
final class Steps {
    /** A service that drains takes its time. */
    private static final int MOST_SECONDS = 120;

    private final Machine machine;
    private final PrintWriter out;
    private final boolean dry;

    Steps(Machine machine, PrintWriter out, boolean dry) {
        this.machine = machine;
        this.out = out;
        this.dry = dry;
    }

    void write(Path file, String text) {
        if (dry) {
            out.println("would write " + file + ":");
            out.println(text);
            return;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw refused(file, "written", e);
        }
        out.println("Wrote " + file + ".");
    }

    void delete(Path file) {
        if (dry) {
            out.println("would delete " + file);
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw refused(file, "deleted", e);
        }
        out.println("Deleted " + file + ".");
    }

    /** Runs commands one after the other, all of which have to succeed. */
    void run(List<List<String>> commands) {
        for (List<String> command : commands) {
            if (dry) {
                out.println("would run " + String.join(" ", command));
                continue;
            }
            Ended ended = ended(command);
            if (ended.exitCode() != 0) {
                throw CommandFailure.failed("'" + String.join(" ", command) + "' ended with " + ended.exitCode()
                        + (ended.said().isEmpty() ? "." : ":\n" + ended.said()));
            }
        }
    }

    /** As {@link #run(List)}; what fails is told and no reason to stop. */
    void attempt(List<List<String>> commands) {
        try {
            run(commands);
        } catch (CommandFailure e) {
            out.println("Went on although " + e.getMessage());
        }
    }

    /** Runs a command and passes on what it says, and how it ended. */
    int show(List<String> command) {
        if (dry) {
            out.println("would run " + String.join(" ", command));
            return 0;
        }
        Ended ended = ended(command);
        out.println(ended.said());
        return ended.exitCode();
    }

    private Ended ended(List<String> command) {
        List<String> words = new ArrayList<>(command);
        words.set(
                0,
                program(command.getFirst())
                        .orElseThrow(() -> CommandFailure.failed("There is no program '" + command.getFirst()
                                + "' on the PATH, which keeps services: use --with, or start 'nave"
                                + " serve' another way."))
                        .toString());
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(machine.environment());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            Thread limit = Thread.ofVirtual().start(() -> limit(process));
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int exitCode = process.waitFor();
            limit.interrupt();
            return new Ended(exitCode, said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("Interrupted while '" + String.join(" ", command) + "' was running.");
        }
    }

    private static void limit(Process process) {
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            // It ended.
        }
    }

    private Optional<Path> program(String name) {
        return Stream.of(machine.environment().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static CommandFailure refused(Path file, String what, IOException e) {
        return CommandFailure.failed(file + " cannot be " + what + ": "
                + (e instanceof AccessDeniedException ? "it needs root, for example sudo." : e.getMessage() + "."));
    }

    private record Ended(int exitCode, String said) {}
}
