package dev.nave.hub.configuration;

import java.time.Duration;
import java.util.List;

/**
 * How it is found out that a server no longer answers.
 *
 * @param probe {@link Probe#AUTO} by default
 * @param every between two probes; a millisecond or more, 30 seconds by default
 * @param timeout how long a probe may take; a millisecond or more, 5 seconds by default
 * @param failures how many probes in a row fail before the server is started again; from 1, 3 by default
 * @param command the program and arguments of {@link Probe#COMMAND}, which ends with 0 while the server is well; else
 *     empty
 */
public record Health(Probe probe, Duration every, Duration timeout, int failures, List<String> command) {
    public Health {
        command = List.copyOf(command);
        if (every.toMillis() < 1 || timeout.toMillis() < 1) {
            throw new IllegalArgumentException("Expected every and timeout to be 1ms or more, not 0.");
        }
        if (failures < 1) {
            throw new IllegalArgumentException("Expected failures to be 1 or more, not " + failures + ".");
        }
        if (probe == Probe.COMMAND != !command.isEmpty()) {
            throw new IllegalArgumentException(
                    "Expected a command with probe command, and with no other: write for example command: [curl, -sf,"
                            + " http://127.0.0.1:9001/health].");
        }
    }

    public static Health defaults() {
        return new Health(Probe.AUTO, Duration.ofSeconds(30), Duration.ofSeconds(5), 3, List.of());
    }

    /** What is looked at. */
    public enum Probe {
        /** The protocol, but only while calls wait and nothing is answered: a server that works hears nothing. */
        AUTO,
        /** The protocol, all the time: {@code ping}, or {@code server/discover} in the newest revision. */
        PROTOCOL,
        /** What a program of the operator's says. */
        COMMAND,
        /** Whether its process lives, or its connection: for servers that take nothing unexpected. */
        PROCESS
    }
}
