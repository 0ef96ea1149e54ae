package dev.nave.app.run;

import dev.nave.hub.Sha256;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when the content of any of some files is another, on a virtual thread of its own. Watches their directories, since
 * many editors replace a file by renaming another over it, and those of what they link to. Looks from time to time as
 * well, for file systems that report nothing.
 *
 * <p>A file that is away or blank is being written: that alone is no change.
 */
final class FileWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    /** For how long nothing more may happen before the files count as written. */
    private static final Duration QUIET = Duration.ofMillis(50);
    /** A file that is written on and on is looked at all the same. */
    private static final Duration LONGEST = Duration.ofMillis(500);
    /** Between two looks while nothing is reported. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final List<Path> files;
    private final WatchService service;
    private final Runnable changed;
    private final Map<Path, WatchKey> watched = new HashMap<>();
    private final Thread thread;
    private String seen;

    private FileWatch(List<Path> files, WatchService service, Runnable changed) {
        this.files = List.copyOf(files);
        this.service = service;
        this.changed = changed;
        this.seen = digest();
        this.thread = Thread.ofVirtual().name("watch-configuration").unstarted(this::run);
    }

    /**
     * Begins to watch. What is there now is what counts as known.
     *
     * @param changed run on the watch's thread, one change at a time
     * @throws IOException when this machine can watch no more files
     */
    static FileWatch start(List<Path> files, Runnable changed) throws IOException {
        List<Path> absolute = files.stream().map(Path::toAbsolutePath).toList();
        Path any = absolute.isEmpty() ? Path.of("") : absolute.getFirst();
        FileWatch watch = new FileWatch(absolute, any.getFileSystem().newWatchService(), changed);
        watch.register();
        watch.thread.start();
        return watch;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            service.close();
        } catch (IOException e) {
            LOG.debug("The watch of the configuration could not be closed", e);
        }
    }

    private void run() {
        try {
            while (true) {
                WatchKey key = service.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (key != null) {
                    awaitQuiet(key);
                    register();
                }
                look();
            }
        } catch (InterruptedException | ClosedWatchServiceException closed) {
            LOG.debug("The configuration is no longer watched");
        }
    }

    private void awaitQuiet(WatchKey first) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        WatchKey key = first;
        while (key != null) {
            key.pollEvents();
            if (!key.reset()) {
                watched.values().remove(key); // The directory is gone; it is registered again once it is back.
            }
            key = System.nanoTime() - end < 0 ? service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS) : null;
        }
    }

    private void look() {
        String now = digest();
        if (now.isEmpty() || now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            changed.run();
        } catch (RuntimeException e) {
            LOG.error("The configuration changed and could not be reloaded because of a defect", e);
        }
    }

    private void register() {
        for (Path directory : directories()) {
            if (!watched.containsKey(directory)) {
                try {
                    watched.put(
                            directory,
                            directory.register(
                                    service,
                                    StandardWatchEventKinds.ENTRY_CREATE,
                                    StandardWatchEventKinds.ENTRY_MODIFY,
                                    StandardWatchEventKinds.ENTRY_DELETE));
                } catch (IOException e) {
                    LOG.debug("{} cannot be watched: {}", directory, e.toString());
                }
            }
        }
    }

    private Set<Path> directories() {
        Set<Path> directories = new LinkedHashSet<>();
        for (Path file : files) {
            Path parent = file.getParent();
            if (parent != null) {
                directories.add(parent);
            }
            try {
                Path real = file.toRealPath().getParent();
                if (real != null) {
                    directories.add(real);
                }
            } catch (IOException away) {
                LOG.debug("{} is away: {}", file, away.toString());
            }
        }
        return directories;
    }

    /** Of what all files hold; empty while one of them is being written. */
    private String digest() {
        try {
            MessageDigest digest = Sha256.begin();
            for (Path file : files) {
                byte[] content = Files.readAllBytes(file);
                if (isBlank(content)) {
                    return "";
                }
                digest.update(content);
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException away) {
            return "";
        }
    }

    private static boolean isBlank(byte[] content) {
        for (byte each : content) {
            if (each != ' ' && each != '\t' && each != '\n' && each != '\r') {
                return false;
            }
        }
        return true;
    }
}
