package dev.nave.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** The program's log in a file in place of standard error, from the level INFO on unless {@code NAVE_LOG} says more. */
final class LogFile {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n%ex{short}";
    private static final FileSize LARGEST = FileSize.valueOf("10MB");
    private static final FileSize ALL = FileSize.valueOf("50MB");
    private static final int DAYS = 30;

    private LogFile() {}

    /**
     * Goes on in this file from now on; it is begun anew each day and when it is large, and old ones go.
     *
     * @throws CommandFailure when it cannot be written
     */
    static void use(Path file) {
        Path absolute = file.toAbsolutePath();
        try {
            Path directory = absolute.getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            if (Files.exists(absolute) && !Files.isWritable(absolute)) {
                throw new IOException("it may not be written");
            }
        } catch (IOException e) {
            throw CommandFailure.wrong("The log cannot be written to " + file + ": " + e.getMessage());
        }
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(absolute.toString());
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        appender.setEncoder(encoder);
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(absolute + ".%d{yyyy-MM-dd}.%i");
        policy.setMaxFileSize(LARGEST);
        policy.setTotalSizeCap(ALL);
        policy.setMaxHistory(DAYS);
        policy.start();
        appender.setRollingPolicy(policy);
        appender.setTriggeringPolicy(policy);
        appender.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
        if (System.getenv("NAVE_LOG") == null) {
            context.getLogger("dev.nave").setLevel(Level.INFO);
        }
    }
}
