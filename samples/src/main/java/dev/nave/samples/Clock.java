package dev.nave.samples;

import dev.nave.protocol.json.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Tells the time and waits. Modern. */
final class Clock implements Sample {
    private static final int MOST_SECONDS = 600;

    private final InstantSource now;

    Clock(InstantSource now) {
        this.now = now;
    }

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public String instructions() {
        return "Tells the time in any zone, and waits.";
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                new Tool(
                        "now", "Tells the time in a zone such as Europe/Berlin", Tool.taking("zone"), true, this::tell),
                new Tool(
                        "wait",
                        "Waits some seconds, telling how far it is",
                        Tool.taking("seconds"),
                        true,
                        this::pause));
    }

    private Json tell(Json arguments, Call call) {
        String zone = arguments.string("zone").orElse("UTC");
        try {
            return Tool.text(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                    now.instant().atZone(ZoneId.of(zone)).withNano(0)));
        } catch (DateTimeException e) {
            return Tool.problem("Expected a zone such as Europe/Berlin or UTC, got '" + zone + "'.");
        }
    }

    private Json pause(Json arguments, Call call) throws InterruptedException {
        String seconds = arguments.string("seconds").orElse("");
        if (!seconds.matches("\\d{1,3}") || Integer.parseInt(seconds) > MOST_SECONDS) {
            return Tool.problem("Expected whole seconds from 0 to " + MOST_SECONDS + ", got '" + seconds + "'.");
        }
        int total = Integer.parseInt(seconds);
        for (int done = 1; done <= total; done++) {
            if (!call.pause(Duration.ofSeconds(1))) {
                return Tool.problem("Stopped after " + done + " seconds.");
            }
            call.progress(done, total, done + " of " + total + " seconds");
        }
        return Tool.text("Waited " + total + " seconds.");
    }
}
