package dev.nave.samples;

import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what is below one directory, and nothing else. Modern, over standard streams. */
final class Files implements Sample {
    private static final int MOST_BYTES = 256 * 1024;
    private static final int MOST_ENTRIES = 500;

    private final Path root;

    Files(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    @Override
    public String name() {
        return "files";
    }

    @Override
    public String instructions() {
        return "Lists and reads text files below one directory. Paths are relative to it.";
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                new Tool("list", "Lists a directory; . is the whole one", Tool.taking("path"), true, this::list),
                new Tool("read", "Reads a text file of at most 256 KB", Tool.taking("path"), true, this::readFile));
    }

    @Override
    public List<Json> resources() {
        try (Stream<Path> entries = java.nio.file.Files.list(root)) {
            return entries.filter(java.nio.file.Files::isRegularFile)
                    .sorted()
                    .limit(MOST_ENTRIES)
                    .map(file -> Json.object()
                            .put("uri", "file:///" + root.relativize(file))
                            .put("name", String.valueOf(file.getFileName()))
                            .build())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public @Nullable Json read(String uri) {
        if (!uri.startsWith("file:///")) {
            return null;
        }
        try {
            String text = text(uri.substring("file:///".length()));
            return Json.object()
                    .put("uri", uri)
                    .put("mimeType", "text/plain")
                    .put("text", text)
                    .build();
        } catch (IOException e) {
            return null;
        }
    }

    private Json list(Json arguments, Call call) {
        try (Stream<Path> entries =
                java.nio.file.Files.list(inside(arguments.string("path").orElse(".")))) {
            List<String> names = entries.sorted()
                    .limit(MOST_ENTRIES)
                    .map(entry -> entry.getFileName() + (java.nio.file.Files.isDirectory(entry) ? "/" : ""))
                    .toList();
            return Tool.text(String.join("\n", names));
        } catch (IOException e) {
            return Tool.problem("Expected a directory below the root, got: " + e.getMessage());
        }
    }

    private Json readFile(Json arguments, Call call) {
        try {
            return Tool.text(text(arguments.string("path").orElse("")));
        } catch (IOException e) {
            return Tool.problem("Expected a text file below the root, got: " + e.getMessage());
        }
    }

    private String text(String path) throws IOException {
        Path file = inside(path);
        long size = java.nio.file.Files.size(file);
        if (size > MOST_BYTES) {
            throw new IOException("%s has %d bytes, at most %d are read".formatted(path, size, MOST_BYTES));
        }
        return java.nio.file.Files.readString(file, StandardCharsets.UTF_8);
    }

    private Path inside(String path) throws IOException {
        Path asked = root.resolve(path).toRealPath();
        if (!asked.startsWith(root)) {
            throw new IOException(path + " is outside");
        }
        return asked;
    }
}
