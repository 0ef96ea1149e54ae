package dev.nave.e2e.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process of the hub holds.
 *
 * @param threads of the kernel, not virtual ones
 * @param descriptors open files, sockets and pipes
 * @param processes it started, with what these started
 */
record Footprint(long threads, long descriptors, long processes) {
    static Footprint of(ProcessHandle process) {
        Path place = Path.of("/proc", Long.toString(process.pid()));
        return new Footprint(
                entries(place.resolve("task")),
                entries(place.resolve("fd")),
                process.descendants().count());
    }

    /** Whether it is at most this much more than another one. */
    boolean isWithin(long margin, Footprint other) {
        return threads <= other.threads + margin
                && descriptors <= other.descriptors + margin
                && processes <= other.processes + margin;
    }

    @Override
    public String toString() {
        return "%d threads, %d descriptors, %d processes".formatted(threads, descriptors, processes);
    }

    private static long entries(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
