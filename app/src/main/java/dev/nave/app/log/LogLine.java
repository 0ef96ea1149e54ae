package dev.nave.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.nave.hub.OngoingCall;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonException;
import dev.nave.protocol.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.event.KeyValuePair;

/**
 * One entry of a log, as it is written and read again.
 *
 * @param level as Logback names it
 * @param logger the short name of what said it
 * @param server which server it is about, if it is about one
 * @param call the call it was said during, if it was
 * @param text what was said
 * @param trace of the failure behind it, over several lines; none when there is none
 */
record LogLine(
        Instant time,
        String level,
        String logger,
        Optional<String> server,
        Optional<Call> call,
        String text,
        Optional<String> trace) {
    /** What a server wrote to its standard error comes from this logger. */
    static final String VOICE = "nave.server";

    private static final String SERVER = "server";

    /**
     * A call, for whoever looks for its lines.
     *
     * @param trace the id of the client's trace
     */
    record Call(String id, String principal, String method, Optional<String> trace) {
        private static Call of(OngoingCall call) {
            return new Call(call.id(), call.principal(), call.method(), call.trace());
        }
    }

    /** What is logged on this very thread, with the call it works on. */
    static LogLine of(ILoggingEvent event) {
        return new LogLine(
                event.getInstant(),
                event.getLevel().toString(),
                event.getLoggerName().substring(event.getLoggerName().lastIndexOf('.') + 1),
                server(event),
                OngoingCall.here().map(Call::of),
                event.getFormattedMessage(),
                Optional.ofNullable(event.getThrowableProxy()).map(ThrowableProxyUtil::asString));
    }

    /** The server an event is about: as it says, else the one of the call that its thread works on. */
    static Optional<String> server(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                if (pair.key.equals(SERVER)) {
                    return Optional.of(String.valueOf(pair.value));
                }
            }
        }
        return OngoingCall.here().map(OngoingCall::server);
    }

    /** Reads what {@link #json} wrote; nothing when it is something else. */
    static Optional<LogLine> parse(String line) {
        try {
            Json json = Json.parse(line);
            return Optional.of(new LogLine(
                    Instant.parse(json.string("time").orElse("")),
                    json.string("level").orElse(""),
                    json.string("logger").orElse(""),
                    json.string(SERVER),
                    json.string("call")
                            .map(id -> new Call(
                                    id,
                                    json.string("principal").orElse(""),
                                    json.string("method").orElse(""),
                                    json.string("trace"))),
                    json.string("message").orElse(""),
                    json.string("stack")));
        } catch (JsonException | DateTimeException e) {
            return Optional.empty();
        }
    }

    Json json() {
        JsonObject json = Json.object()
                .put("time", DateTimeFormatter.ISO_INSTANT.format(time))
                .put("level", level)
                .put("logger", logger);
        server.ifPresent(name -> json.put(SERVER, name));
        call.ifPresent(its -> {
            json.put("call", its.id()).put("principal", its.principal()).put("method", its.method());
            its.trace().ifPresent(id -> json.put("trace", id));
        });
        json.put("message", text);
        trace.ifPresent(stack -> json.put("stack", stack));
        return json.build();
    }

    /** For people: the time of day, then what was said and by what. A failure follows on lines of its own. */
    String text(ZoneId zone) {
        StringBuilder line = new StringBuilder(DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT)
                .withZone(zone)
                .format(time));
        line.append(' ').append(String.format(Locale.ROOT, "%-5s ", level)).append(said());
        trace.ifPresent(stack -> line.append('\n').append(stack.stripTrailing()));
        return line.toString();
    }

    private String said() {
        return server.filter(_ -> isVoice()).map(name -> name + "| ").orElse(logger + ": ") + marked();
    }

    /** Where the server is named already: what it wrote itself behind a bar. */
    String shown() {
        return (isVoice() ? "| " : "") + marked();
    }

    private boolean isVoice() {
        return VOICE.endsWith("." + logger);
    }

    private String marked() {
        return text + call.map(LogLine::mark).orElse("");
    }

    private static String mark(Call call) {
        return " [call " + call.id() + ", " + call.method() + " of " + call.principal()
                + call.trace().map(id -> ", trace " + id).orElse("") + "]";
    }
}
