package dev.nave.transport.child;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A tiny process that outlives this one. It waits for the end of a pipe that only this process holds; when that comes
 * without a word of goodbye, this process was killed, and after a second in which children may end on their own it kills
 * every process that carries the mark, and runs what clears away the rest. It has a session of its own, or whatever kills
 * this process's group kills it too.
 */
final class Watchdog implements AutoCloseable {
    /**
     * Its only argument is the mark. What is between single quotes reaches the shell as it is. The lines it is told are
     * {@code remember NUMBER COMMAND}, {@code forget NUMBER} and {@code goodbye}; commands are quoted by {@link PosixShell}.
     */
    private static final String SCRIPT = """
        trap '' INT TERM HUP QUIT PIPE
        numbers=' '
        while read -r word number line; do
          case $word in
            goodbye) exit 0 ;;
            remember) eval "after_$number=\\$line"; numbers="$numbers$number " ;;
            forget) unset "after_$number"; numbers="${numbers%% $number *} ${numbers#* $number }" ;;
          esac
        done
        sleep 1
        clean=0
        rounds=0
        while [ $clean -lt 3 ] && [ $rounds -lt 40 ]; do
          clean=$((clean + 1))
          rounds=$((rounds + 1))
          for file in $(grep -lsF -- "$1" /proc/[0-9]*/environ); do
            pid=${file#/proc/}
            pid=${pid%/environ}
            case $pid in *[!0-9]*) continue ;; esac
            kill -KILL "$pid" 2>/dev/null && clean=0
          done
          sleep 0.2 2>/dev/null || sleep 1
        done
        trap - INT TERM HUP QUIT PIPE
        for number in $numbers; do
          eval "line=\\$after_$number"
          ( eval "exec $line" ) </dev/null &
        done
        wait
        """;

    private final Process process;

    private Watchdog(Process process) {
        this.process = process;
    }

    /** Starts it; nothing where the system cannot have one. */
    static Optional<Watchdog> start(Mark mark, Map<String, String> environment) {
        Optional<Path> shell = Program.findOptional("sh", environment);
        if (!Files.exists(ProcessFiles.ROOT.resolve("self/environ")) || shell.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<String> command = OwnSession.wrap(
                    List.of(shell.get().toString(), "-c", SCRIPT, "nave-watchdog", mark.all()), environment);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .directory(Path.of("/").toFile());
            builder.environment().clear();
            builder.environment().put("PATH", "/usr/bin:/bin");
            builder.environment().putAll(ChildEnvironment.inherited(environment, Program.isWindows()));
            return Optional.of(new Watchdog(builder.start()));
        } catch (IOException cannot) {
            return Optional.empty();
        }
    }

    /** Has a command run should this process be killed. */
    void remember(long number, List<String> command) {
        String line = PosixShell.line(command);
        if (line.indexOf('\n') < 0) {
            tell("remember " + number + " " + line);
        }
    }

    /** Takes back {@link #remember}. */
    void forget(long number) {
        tell("forget " + number);
    }

    private synchronized void tell(String line) {
        OutputStream pipe = process.getOutputStream();
        try {
            pipe.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            pipe.flush();
        } catch (IOException gone) {
            // Somebody ended it: there is none now.
        }
    }

    long pid() {
        return process.pid();
    }

    /** Lets it go without a sweep. */
    @Override
    public synchronized void close() {
        try (OutputStream pipe = process.getOutputStream()) {
            pipe.write("goodbye\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException goneBefore) {
            // Nothing to let go.
        }
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
