package dev.nave.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.nave.hub.configuration.LogSettings.Format;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Locale;

/** Writes log lines, for people or for programs. Called on the thread that logs, whose call it looks up. */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {
    // Set before anything is logged, and once more when the configuration is known.
    private volatile Format format = Format.TEXT;

    /** Used by Logback, for {@code logback.xml}. */
    public LineEncoder() {}

    LineEncoder(Format format) {
        this.format = format;
    }

    /** {@code json} or {@code text}; anything else is text. For {@code logback.xml}. */
    public void setFormat(String name) {
        format(name.toUpperCase(Locale.ROOT).equals(Format.JSON.name()) ? Format.JSON : Format.TEXT);
    }

    void format(Format other) {
        format = other;
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        LogLine line = LogLine.of(event);
        String written =
                switch (format) {
                    case JSON -> line.json().raw();
                    case TEXT -> line.text(ZoneId.systemDefault());
                };
        return (written + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
