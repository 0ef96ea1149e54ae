package dev.nave.clients.discover;

import dev.nave.clients.discover.Found.Confidence;
import dev.nave.clients.discover.Found.Evidence;
import dev.nave.clients.file.Document;
import dev.nave.clients.file.Format;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * MCP bundles (modelcontextprotocol/mcpb, MANIFEST.md): the manifest in a directory, or in an archive. An archive is
 * looked into and never unpacked; one whose entries point outside is said to be dangerous.
 */
final class BundleFinder implements Finder {
    private static final String MANIFEST = "manifest.json";
    private static final int MOST_ENTRIES = 100_000;
    private static final Pattern WORD = Pattern.compile("\\$\\{([A-Za-z_.-]+[A-Za-z0-9_.-]*|/)\\}");

    @Override
    public boolean reads(String name) {
        return name.equals(MANIFEST) || name.endsWith(".mcpb") || name.endsWith(".dxt");
    }

    @Override
    public List<Found> find(Path file, Limits limits) throws IOException {
        if (String.valueOf(file.getFileName()).equalsIgnoreCase(MANIFEST)) {
            return found(Source.read(file, Format.JSON, limits), Source.directory(file), List.of());
        }
        return archive(file, limits);
    }

    private static List<Found> archive(Path file, Limits limits) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry manifest = zip.getEntry(MANIFEST);
            if (manifest == null) {
                return List.of();
            }
            if (outside(zip)) {
                throw new IOException("The archive has entries that point outside of it: do not unpack it.");
            }
            String text;
            try (InputStream in = zip.getInputStream(manifest)) {
                text = Source.text(in, limits);
            }
            Source source = new Source(file, Document.read(Format.JSON, text));
            Path directory = unpacked(file);
            return found(source, directory, List.of("Unpack it first: unzip " + file + " -d " + directory));
        } catch (ZipException e) {
            throw new IOException("It is no archive: " + e.getMessage(), e);
        }
    }

    private static Path unpacked(Path file) {
        String name = String.valueOf(file.getFileName());
        return Source.directory(file).resolve(name.substring(0, name.lastIndexOf('.')));
    }

    /** Whether unpacking would write anywhere else. */
    private static boolean outside(ZipFile zip) throws IOException {
        if (zip.size() > MOST_ENTRIES) {
            throw new IOException("The archive has more than " + MOST_ENTRIES + " entries.");
        }
        Path root = Path.of("/bundle");
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            String name = entries.nextElement().getName().replace('\\', '/');
            boolean absolute = name.startsWith("/") || name.matches("[A-Za-z]:.*");
            if (absolute
                    || name.indexOf('\0') >= 0
                    || !root.resolve(name).normalize().startsWith(root)) {
                return true;
            }
        }
        return false;
    }

    private static List<Found> found(Source source, Path directory, List<String> first) {
        Json json = source.json();
        boolean bundle = json.member("manifest_version")
                .or(() -> json.member("dxt_version"))
                .isPresent();
        Optional<Json> server = json.member("server").filter(Json::isObject);
        if (!bundle || server.isEmpty()) {
            return List.of();
        }
        List<String> notes = new ArrayList<>(first);
        Optional<Json> definition = definition(server.get(), directory, json, notes);
        if (definition.isEmpty()) {
            return List.of();
        }
        String name = json.string("name").orElse("bundle");
        Evidence evidence = source.evidence(
                "the bundle " + name
                        + json.string("version").map(version -> " " + version).orElse(""),
                "server");
        return List.of(new Found(Source.name(name), definition.get(), Confidence.HIGH, List.of(evidence), notes));
    }

    private static Optional<Json> definition(Json server, Path directory, Json manifest, List<String> notes) {
        Json run = server.member("mcp_config").orElse(Json.EMPTY_OBJECT);
        String entry = server.string("entry_point").orElse("");
        String kind = server.string("type").orElse("");
        JsonObject definition = Json.object();
        if (run.string("command").isPresent()) {
            definition.put("command", words(run.string("command").orElseThrow(), directory, manifest, notes));
            List<Json> arguments = run.member("args").map(Json::elements).orElse(List.of()).stream()
                    .map(argument -> Json.of(words(argument.text(), directory, manifest, notes)))
                    .toList();
            if (!arguments.isEmpty()) {
                definition.put("args", Json.array(arguments));
            }
        } else if (kind.equals("uv")) {
            definition.put("command", "uv");
            definition.put("args", texts("run", "--directory", directory.toString(), entry));
        } else if (kind.equals("node") || kind.equals("python")) {
            definition.put("command", kind.equals("node") ? "node" : "python3");
            definition.put("args", texts(directory.resolve(entry).toString()));
        } else if (kind.equals("binary")) {
            definition.put("command", directory.resolve(entry).toString());
        } else {
            return Optional.empty();
        }
        JsonObject environment = Json.object();
        run.member("env")
                .ifPresent(pairs -> pairs.forEach(
                        (name, value) -> environment.put(name, words(value.text(), directory, manifest, notes))));
        Json pairs = environment.build();
        if (pairs.hasMembers()) {
            definition.put("env", pairs);
        }
        return Optional.of(definition.build());
    }

    /** The bundle's own words, see the variables of its manifest. */
    private static String words(String text, Path directory, Json manifest, List<String> notes) {
        Matcher matcher = WORD.matcher(text);
        return matcher.replaceAll(match -> Matcher.quoteReplacement(word(match.group(1), directory, manifest, notes)));
    }

    private static String word(String word, Path directory, Json manifest, List<String> notes) {
        if (word.startsWith("user_config.")) {
            String key = word.substring("user_config.".length());
            String title =
                    manifest.at("user_config", key, "title").map(Json::text).orElse(key);
            notes.add("Set " + Source.variable(key).substring(6).replace("}", "") + ": " + title + ".");
            return Source.variable(key);
        }
        return switch (word) {
            case "__dirname" -> directory.toString();
            case "pathSeparator", "/" -> "/";
            case "HOME" -> "${env:HOME}";
            case "DESKTOP" -> "${env:HOME}/Desktop";
            case "DOCUMENTS" -> "${env:HOME}/Documents";
            case "DOWNLOADS" -> "${env:HOME}/Downloads";
            default -> "$${" + word + "}";
        };
    }

    private static Json texts(String... texts) {
        return Json.array(Arrays.stream(texts).map(Json::of).toList());
    }
}
