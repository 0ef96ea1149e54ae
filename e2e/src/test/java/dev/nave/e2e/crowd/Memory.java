package dev.nave.e2e.crowd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM holds once its garbage is collected.
 *
 * @param heap bytes of its heap in use
 * @param resident bytes of memory
 */
record Memory(long heap, long resident) {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    static Memory of(ProcessHandle process) throws IOException, InterruptedException {
        tell(process, "GC.run");
        String heap = tell(process, "GC.heap_info");
        long used = 0;
        // The collector's generations, and not the classes that are listed after them.
        Matcher matcher = USED.matcher(heap.split("Metaspace", 2)[0]);
        while (matcher.find()) {
            used += Long.parseLong(matcher.group(1)) << 10;
        }
        Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(process.pid()), "status")));
        return new Memory(used, resident.find() ? Long.parseLong(resident.group(1)) << 10 : 0);
    }

    /** How long processors have worked for a process. */
    static Duration processorTime(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static String tell(ProcessHandle process, String what) throws IOException, InterruptedException {
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        what)
                .redirectErrorStream(true)
                .start();
        String said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (command.waitFor() != 0) {
            throw new IOException("jcmd " + what + ": " + said);
        }
        return said;
    }

    @Override
    public String toString() {
        return "%d MiB of heap, %d MiB resident".formatted(heap >> 20, resident >> 20);
    }
}
