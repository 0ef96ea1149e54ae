package dev.nave.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process under measurement, ready to be called at its URL. */
final class Subject implements AutoCloseable {
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, fixed on Linux.

    static final Pattern LISTENING = Pattern.compile("listening (http://\\S+)");
    private static final Pattern READY = Pattern.compile("ready at (http://\\S+)");

    /** The options of a JVM that is compared with the hub: those the hub's own launcher gives. */
    static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:-UsePerfData",
            "-XX:TrimNativeHeapInterval=10000",
            "-Xms32m",
            "-Xmn24m",
            "-XX:SurvivorRatio=4",
            "--enable-native-access=ALL-UNNAMED");

    private final Process process;
    private final URI uri;

    private Subject(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** Starts a command and waits for the line that has its URL. */
    static Subject start(List<String> command, Pattern line) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // A bench that is broken off leaves nothing behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        String next;
        while ((next = in.readLine()) != null) {
            said.append(next).append('\n');
            Matcher matcher = line.matcher(next);
            if (matcher.find()) {
                Thread.ofPlatform().daemon().start(() -> drain(in));
                return new Subject(process, URI.create(matcher.group(1)));
            }
        }
        throw new IOException("Expected a line with a URL from " + command + ", got:\n" + said);
    }

    /** A JVM of the kind this one is, with the same class path. */
    static List<String> java(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The packaged program before the servers of a configuration; {@code memory} is what NAVE_MEMORY is to be. */
    static Subject hub(Path configuration, String memory) throws IOException {
        return start(
                List.of(
                        "env",
                        "NAVE_MEMORY=" + memory,
                        System.getProperty("nave.program"),
                        "serve",
                        configuration.toString(),
                        "--http",
                        "127.0.0.1:0"),
                READY);
    }

    URI uri() {
        return uri;
    }

    long pid() {
        return process.pid();
    }

    /** CPU seconds so far, user and system, of this process alone. */
    double cpu() throws IOException {
        return cpu(Path.of("/proc/" + process.pid() + "/stat"));
    }

    /** CPU seconds so far of the threads that compile, as far as they still run. */
    double compiler() throws IOException {
        double sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path task : tasks) {
                sum += isCompiler(task) ? cpu(task.resolve("stat")) : 0;
            }
        }
        return sum;
    }

    private static boolean isCompiler(Path task) {
        try {
            return Files.readString(task.resolve("comm")).matches("C[12] Compiler.*\\s*");
        } catch (IOException ended) {
            return false;
        }
    }

    private static double cpu(Path stat) throws IOException {
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Resident memory in MB. */
    double resident() throws IOException {
        Function<String, Long> kilobytes = text -> Long.parseLong(text.replaceAll("\\D", ""));
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .map(kilobytes)
                        .findFirst()
                        .orElse(0L)
                / 1024.0;
    }

    static Path file(String prefix, String text) throws IOException {
        Path file = Files.createTempFile(prefix, ".json");
        file.toFile().deleteOnExit();
        return Files.writeString(file, text);
    }

    private static void drain(BufferedReader in) {
        try (in) {
            while (in.readLine() != null) {
                // What a subject says under load is nobody's business here.
            }
        } catch (IOException e) {
            // It ended.
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
