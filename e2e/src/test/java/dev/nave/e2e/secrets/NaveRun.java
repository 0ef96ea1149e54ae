package dev.nave.e2e.secrets;

import dev.nave.e2e.HubProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of the program, all of whose words are kept in files.
 *
 * @param out what it wrote to its standard output, and to its standard error in the other
 */
record NaveRun(int code, String out, String err) {
    private static final int PATIENCE_SECONDS = 120;

    /** Runs it to its end. */
    static NaveRun of(Path directory, Map<String, String> environment, String input, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(HubProcess.command());
        command.addAll(List.of(arguments));
        return of(command, directory, environment, input);
    }

    static NaveRun of(List<String> command, Path directory, Map<String, String> environment, String input)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        Process process = start(command, directory, environment, out, err);
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("Expected an end within " + PATIENCE_SECONDS + " s of " + command + ": "
                        + Files.readString(err));
            }
        } finally {
            process.destroyForcibly();
        }
        return new NaveRun(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    static Process start(List<String> command, Path directory, Map<String, String> environment, Path out, Path err)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("NAVE_MASTER_KEY");
        builder.environment().putAll(environment);
        return builder.start();
    }
}
