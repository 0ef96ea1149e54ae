package dev.nave.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.sift.SiftingAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.sift.AbstractDiscriminator;
import ch.qos.logback.core.util.FileSize;
import dev.nave.app.cli.CommandFailure;
import dev.nave.hub.configuration.LogSettings;
import dev.nave.hub.configuration.ServerSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Where a hub that serves logs: standard error, and one file for the hub and one for each server, begun anew by size and
 * day. A second hub of the same configuration writes no files, since two would tear each other's apart.
 */
public final class LogFiles implements AutoCloseable {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LogFiles.class);
    private static final List<String> OWN = List.of("dev.nave", "nave.calls", LogLine.VOICE);

    private final LoggerContext context;
    private final Map<String, @Nullable Level> before = new HashMap<>();
    private @Nullable FileChannel lock;
    private @Nullable SiftingAppender files;
    private @Nullable Appender<ILoggingEvent> console;
    private @Nullable RollingFileAppender<ILoggingEvent> single;

    private LogFiles(LoggerContext context) {
        this.context = context;
    }

    /**
     * Logs as the settings say until it is closed.
     *
     * @param state the hub's directory; without one, and none in the settings, there are no files
     */
    public static LogFiles open(LogSettings settings, Optional<Path> state) {
        return open(settings, state, Optional.empty());
    }

    /**
     * The same, with a file in the place of standard error when one is given, in which all is that the files would have.
     *
     * @throws CommandFailure when that file cannot be written
     */
    public static LogFiles open(LogSettings settings, Optional<Path> state, Optional<Path> file) {
        LogFiles opened = new LogFiles((LoggerContext) LoggerFactory.getILoggerFactory());
        file.ifPresentOrElse(place -> opened.single(place, settings), () -> opened.console(settings));
        settings.directory()
                .or(() -> directory(state))
                .filter(_ -> settings.files())
                .ifPresent(directory -> opened.files(directory, settings));
        Level most = level(settings.console());
        if ((opened.files != null || opened.single != null) && most.isGreaterOrEqual(level(settings.level()))) {
            most = level(settings.level());
        }
        for (String name : OWN) {
            opened.level(name, most);
        }
        return opened;
    }

    /** Where the files of a hub with this state directory are, unless its settings say otherwise. */
    static Optional<Path> directory(Optional<Path> state) {
        return state.map(directory -> directory.resolve("logs"));
    }

    private void console(LogSettings settings) {
        if (!(context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("err") instanceof ConsoleAppender<?> console)) {
            return;
        }
        if (console.getEncoder() instanceof LineEncoder encoder) {
            encoder.format(settings.format());
        }
        console.clearAllFilters();
        @SuppressWarnings("unchecked") // Every appender of Logback classic takes these.
        ConsoleAppender<ILoggingEvent> events = (ConsoleAppender<ILoggingEvent>) console;
        events.addFilter(from(settings.console()));
    }

    private void single(Path file, LogSettings settings) {
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
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        console = root.getAppender("err");
        root.detachAppender("err");
        single = rolling(context, absolute, absolute + ".%d{yyyy-MM-dd}.%i", settings, settings.format());
        single.addFilter(from(settings.level()));
        root.addAppender(single);
    }

    private void files(Path directory, LogSettings settings) {
        try {
            lock = lock(directory);
        } catch (IOException e) {
            LOG.warn("There are no log files, since {} cannot be written: {}", directory, e.toString());
            return;
        }
        if (lock == null) {
            LOG.info("Another hub of this configuration writes the log files, this one writes none");
            return;
        }
        SiftingAppender sifting = new SiftingAppender();
        sifting.setContext(context);
        sifting.setName("files");
        ByServer byServer = new ByServer();
        byServer.start();
        sifting.setDiscriminator(byServer);
        sifting.setAppenderFactory((_, name) -> rolling(
                context,
                directory.resolve(name + ".log"),
                directory.resolve(name + ".%d{yyyy-MM-dd}.%i.log").toString(),
                settings,
                LogSettings.Format.JSON));
        sifting.addFilter(from(settings.level()));
        sifting.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(sifting);
        files = sifting;
    }

    /** Nothing when another process, or another hub of this one, has it. */
    private static @Nullable FileChannel lock(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
        }
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException _) {
            // Held by this very process.
        }
        channel.close();
        return null;
    }

    private static RollingFileAppender<ILoggingEvent> rolling(
            Context context, Path file, String older, LogSettings settings, LogSettings.Format format) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setName(file.toString());
        appender.setFile(file.toString());
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(older);
        policy.setMaxFileSize(new FileSize(settings.file()));
        policy.setMaxHistory((int) settings.keep().toDays());
        policy.setTotalSizeCap(new FileSize(settings.total()));
        policy.start();
        LineEncoder encoder = new LineEncoder(format);
        encoder.setContext(context);
        encoder.start();
        appender.setEncoder(encoder);
        appender.setRollingPolicy(policy);
        appender.start();
        return appender;
    }

    private static ThresholdFilter from(LogSettings.Level level) {
        ThresholdFilter filter = new ThresholdFilter();
        filter.setLevel(level.name());
        filter.start();
        return filter;
    }

    private static Level level(LogSettings.Level level) {
        return Level.valueOf(level.name());
    }

    private void level(String name, Level level) {
        Logger logger = context.getLogger(name);
        before.put(name, logger.getLevel());
        logger.setLevel(level);
    }

    /** Closes the files; standard error stays, or is back. */
    @Override
    public void close() {
        before.forEach((name, level) -> context.getLogger(name).setLevel(level));
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        if (single != null) {
            root.detachAppender(single);
            single.stop();
        }
        if (console != null) {
            root.addAppender(console);
        }
        if (files != null) {
            root.detachAppender(files);
            files.stop();
        }
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                LOG.debug("The lock of the log files was gone before it was let go: {}", e.toString());
            }
        }
    }

    /** The file an event goes to. */
    private static final class ByServer extends AbstractDiscriminator<ILoggingEvent> {
        @Override
        public String getDiscriminatingValue(ILoggingEvent event) {
            return LogLine.server(event)
                    .filter(name -> ServerSettings.NAME.matcher(name).matches())
                    .orElse(ServerSettings.RESERVED);
        }

        @Override
        public String getKey() {
            return "server";
        }
    }
}
