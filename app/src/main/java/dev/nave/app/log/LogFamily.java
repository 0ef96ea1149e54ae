package dev.nave.app.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The log of the hub or of one server: the file that is written, {@code NAME.log}, and those it was before,
 * {@code NAME.DAY.NUMBER.log}. Another process writes them, and may begin a new one at any moment. For one thread.
 */
final class LogFamily {
    private static final Pattern FILE =
            Pattern.compile("([A-Za-z0-9_-]+)(?:\\.(\\d{4}-\\d{2}-\\d{2})\\.(\\d+))?\\.log");
    private static final int BLOCK = 64 << 10;

    private final Path directory;
    private final String name;
    // Up to where it was read: which file, by what stays when it is renamed, and how many bytes of it.
    private @Nullable Object file;
    private long position;

    LogFamily(Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    /** The names of all logs in a directory, in alphabetical order. */
    static List<String> names(Path directory) throws IOException {
        return List.copyOf(all(directory).keySet());
    }

    /** The last lines, in their order; {@link #news} goes on from there. */
    List<LogLine> last(int most, Instant since) throws IOException {
        Deque<LogLine> lines = new ArrayDeque<>();
        forget();
        try (Opened opened = open()) {
            boolean more = true;
            for (Part part : opened.parts().reversed()) {
                long size = part.channel().size();
                if (file == null) {
                    file = part.key();
                    position = size;
                }
                more = more && collect(part.channel(), size, most, since, lines);
            }
        }
        return List.copyOf(lines);
    }

    /** Whether there may be more before what was collected. */
    private static boolean collect(
            SeekableByteChannel channel, long size, int most, Instant since, Deque<LogLine> lines) throws IOException {
        BackwardLines backward = new BackwardLines(channel, size);
        for (String text = backward.next(); text != null; text = backward.next()) {
            if (lines.size() >= most) {
                return false;
            }
            LogLine line = LogLine.parse(text).orElse(null);
            if (line == null) {
                continue; // A line that is being written, or one cut short by a crash.
            }
            if (line.time().isBefore(since)) {
                return false;
            }
            lines.addFirst(line);
        }
        return lines.size() < most;
    }

    /** What was written since the last look, in however many files. */
    void news(Consumer<LogLine> reader) throws IOException {
        try (Opened opened = open()) {
            List<Part> parts = opened.parts();
            int at = 0;
            while (at < parts.size() && !parts.get(at).key().equals(file)) {
                at++;
            }
            if (at == parts.size()) {
                // The one read last is gone, or there was none yet.
                at = 0;
                forget();
            }
            for (Part part : parts.subList(at, parts.size())) {
                if (!part.key().equals(file)) {
                    file = part.key();
                    position = 0;
                }
                read(part.channel(), reader);
            }
        }
    }

    private void forget() {
        file = null;
        position = 0;
    }

    /** Whole lines alone: the rest of one that is being written comes later. */
    private void read(SeekableByteChannel channel, Consumer<LogLine> reader) throws IOException {
        if (channel.size() < position) {
            position = 0;
        }
        channel.position(position);
        byte[] line = new byte[0];
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        while (channel.read(block.clear()) > 0) {
            int from = 0;
            for (int at = 0; at < block.position(); at++) {
                if (block.get(at) == '\n') {
                    String text = text(line, block, from, at);
                    position += line.length + at + 1 - from;
                    line = new byte[0];
                    from = at + 1;
                    LogLine.parse(text).ifPresent(reader);
                }
            }
            line = joined(line, block, from, block.position());
        }
    }

    private static String text(byte[] start, ByteBuffer block, int from, int end) {
        return new String(joined(start, block, from, end), StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[] start, ByteBuffer block, int from, int end) {
        byte[] joined = Arrays.copyOf(start, start.length + end - from);
        block.get(from, joined, start.length, end - from);
        return joined;
    }

    /** Opens all files, the oldest first, so that each is surely the one it is taken for: they may be renamed meanwhile. */
    private Opened open() throws IOException {
        while (true) {
            Map<Path, Object> before = keys();
            Opened opened = new Opened(new ArrayList<>());
            boolean same = false;
            try {
                for (Map.Entry<Path, Object> each : before.entrySet()) {
                    opened.parts().add(new Part(each.getValue(), Files.newByteChannel(each.getKey())));
                }
                same = keys().equals(before);
                if (same) {
                    return opened;
                }
            } catch (NoSuchFileException _) {
                // Renamed or removed since it was listed: looked at anew.
            } finally {
                if (!same) {
                    opened.close();
                }
            }
        }
    }

    /** What stays the same when a file is renamed, for each of the files. */
    private Map<Path, Object> keys() throws IOException {
        Map<Path, Object> keys = new LinkedHashMap<>();
        for (Path each : all(directory).getOrDefault(name, List.of())) {
            try {
                Object key =
                        Files.readAttributes(each, BasicFileAttributes.class).fileKey();
                keys.put(each, key == null ? each : key);
            } catch (NoSuchFileException _) {
                // As if it had not been listed.
            }
        }
        return keys;
    }

    /**
     * A file that is open.
     *
     * @param key tells it from others, whatever it is called
     */
    private record Part(Object key, SeekableByteChannel channel) {}

    private record Opened(List<Part> parts) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            for (Part part : parts) {
                part.channel().close();
            }
        }
    }

    /** Every log's files, the oldest first and the one that is written last. */
    private static Map<String, List<Path>> all(Path directory) throws IOException {
        record Found(Path path, String day, long number) {}
        Map<String, List<Found>> found = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.log")) {
            for (Path path : files) {
                Matcher parts = FILE.matcher(String.valueOf(path.getFileName()));
                if (parts.matches()) {
                    boolean written = parts.group(2) == null;
                    // A tilde comes after every digit.
                    found.computeIfAbsent(parts.group(1), _ -> new ArrayList<>())
                            .add(new Found(
                                    path,
                                    written ? "~" : parts.group(2),
                                    written ? 0 : Long.parseLong(parts.group(3))));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (NoSuchFileException _) {
            return Map.of();
        }
        Map<String, List<Path>> all = new TreeMap<>();
        found.forEach((name, files) -> all.put(
                name,
                files.stream()
                        .sorted(Comparator.comparing(Found::day).thenComparingLong(Found::number))
                        .map(Found::path)
                        .toList()));
        return all;
    }
}
