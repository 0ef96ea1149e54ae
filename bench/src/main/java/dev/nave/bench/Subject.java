package dev.nave.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

    private final Process process;
    private final URI uri;

    private Subject(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** Starts a command and waits for the line that has its URL. */
    static Subject start(List<String> command, Pattern line) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
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

    /** The options of a JVM under measurement, those of Nave's own launcher. */
    static List<String> options() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-X") || option.startsWith("--"))
                .toList();
    }

    URI uri() {
        return uri;
    }

    long pid() {
        return process.pid();
    }

    /** CPU seconds so far, user and system, of this process and the children named. */
    double cpu() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Resident memory in MB. */
    long resident() throws IOException {
        Function<String, Long> kilobytes = text -> Long.parseLong(text.replaceAll("\\D", ""));
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .map(kilobytes)
                        .findFirst()
                        .orElse(0L)
                / 1024;
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
