package dev.nave.bench;

import dev.nave.bench.Bench.Era;
import dev.nave.bench.Bench.Kind;
import dev.nave.bench.Bench.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** Says where a hop allocates and computes, from a flight recording of one load of small calls. */
final class Profile {
    private static final int ROWS = 40;
    private static final int CONNECTIONS = 16;
    private static final int WARM = 60_000;
    private static final double SECONDS = 10;
    /** No sample of some thousand a second weighs as much, save the first of a thread. */
    private static final long FIRST = 1 << 20;

    private static final String SETTINGS = """
        <?xml version="1.0" encoding="UTF-8"?>
        <configuration version="2.0">
          <event name="jdk.ObjectAllocationSample">
            <setting name="enabled">true</setting>
            <setting name="throttle">5000/s</setting>
            <setting name="stackTrace">true</setting>
          </event>
          <event name="jdk.CPUTimeSample">
            <setting name="enabled">true</setting>
            <setting name="throttle">1ms</setting>
            <setting name="stackTrace">true</setting>
          </event>
        </configuration>
        """;

    private Profile() {}

    static void print(List<String> arguments) throws IOException, InterruptedException {
        Kind kind = Kind.valueOf(arguments.get(0).toUpperCase(Locale.ROOT).replace('-', '_'));
        Wire wire = Wire.valueOf(arguments.get(1).toUpperCase(Locale.ROOT));
        Era era = Era.valueOf(arguments.get(2).toUpperCase(Locale.ROOT));
        Path settings = Files.writeString(Files.createTempFile("bench", ".jfc"), SETTINGS);
        Path recording = Files.createTempFile("bench", ".jfr");
        try (Parts parts = Parts.start(kind, wire, era)) {
            for (long calls = 0; calls < WARM; ) {
                calls += parts.load().closed(CONNECTIONS, 1).calls();
            }
            Subject subject = parts.subject();
            jcmd(subject, "JFR.configure", "stackdepth=256");
            jcmd(subject, "JFR.start", "name=bench", "settings=" + settings);
            Spent spent = Spent.by(subject, true, () -> parts.load().closed(CONNECTIONS, SECONDS));
            jcmd(subject, "JFR.dump", "name=bench", "filename=" + recording);
            System.out.printf(
                    Locale.ROOT,
                    "%.1f µs of CPU and %.1f KB a call, the recorder included; %s%n",
                    spent.cpu() * 1e6 / spent.outcome().calls(),
                    spent.kilobytes() / spent.outcome().calls(),
                    recording);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(recording);
        List<RecordedEvent> allocations = allocations(events);
        ToLongFunction<RecordedEvent> bytes = event -> event.getLong("weight");
        print(
                "Bytes by class",
                allocations,
                bytes,
                event -> Stream.of(event.getClass("objectClass").getName()));
        print("Bytes by method", allocations, bytes, event -> first(event, name -> true));
        print("Bytes by method that is not the JDK's", allocations, bytes, event -> first(event, Profile::isForeign));
        print("Bytes by method and what it calls", allocations, bytes, Profile::own);
        List<RecordedEvent> samples = of(events, "jdk.CPUTimeSample");
        print("CPU by thread", samples, event -> 1, event -> Stream.of(thread(event)));
        print("CPU by method", samples, event -> 1, event -> first(event, name -> true));
        print("CPU by method that is not the JDK's", samples, event -> 1, event -> first(event, Profile::isForeign));
        print("CPU by method and what it calls", samples, event -> 1, Profile::own);
    }

    private static void jcmd(Subject subject, String... arguments) throws IOException, InterruptedException {
        Stream<String> program = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(subject.pid()));
        new ProcessBuilder(Stream.concat(program, Stream.of(arguments)).toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** A thread's first sample bears all it allocated before the recording, so it is left out. */
    private static List<RecordedEvent> allocations(List<RecordedEvent> events) {
        return of(events, "jdk.ObjectAllocationSample").stream()
                .filter(event -> event.getLong("weight") < FIRST)
                .toList();
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, String type) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(type))
                .toList();
    }

    private static void print(
            String title,
            List<RecordedEvent> events,
            ToLongFunction<RecordedEvent> weight,
            Function<RecordedEvent, Stream<String>> keys) {
        Map<String, Long> sums = new HashMap<>();
        events.forEach(event ->
                keys.apply(event).distinct().forEach(key -> sums.merge(key, weight.applyAsLong(event), Long::sum)));
        double all = events.stream().mapToLong(weight).sum();
        System.out.println("\n" + title);
        sums.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(ROWS)
                .forEach(entry ->
                        System.out.printf(Locale.ROOT, "%5.1f %%  %s%n", 100 * entry.getValue() / all, entry.getKey()));
    }

    private static Stream<String> first(RecordedEvent event, Predicate<String> wanted) {
        return frames(event)
                .filter(frame -> wanted.test(name(frame)))
                .limit(1)
                .map(frame -> name(frame) + ":" + frame.getLineNumber());
    }

    private static Stream<String> own(RecordedEvent event) {
        return frames(event).map(Profile::name).filter(name -> name.startsWith("dev.nave"));
    }

    private static Stream<RecordedFrame> frames(RecordedEvent event) {
        return event.getStackTrace() == null ? Stream.empty() : event.getStackTrace().getFrames().stream();
    }

    private static boolean isForeign(String name) {
        return !name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("sun.");
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static String thread(RecordedEvent event) {
        RecordedThread thread = event.getThread("eventThread");
        return thread == null || thread.getJavaName() == null
                ? "threads of the machine"
                : thread.getJavaName().replaceAll("\\d+", "N");
    }
}
