package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Fields;
import dev.nave.hub.configuration.Reading.Read;
import dev.nave.hub.configuration.Reading.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads configuration files: YAML 1.2 or JSON, Nave's own or an MCP client's. Everything that is wrong is said at once.
 *
 * <p>In Nave's own files an unknown key is a problem. A JSON file with {@code mcpServers} or {@code servers} and no key
 * that only Nave knows is a client's, and its foreign keys are warnings. Several files are laid over each other in
 * order: the later one holds, key by key; a server that says anew how it is reached replaces the one of its name.
 */
public final class ConfigurationReader {
    private static final int LARGEST = 4 << 20;

    private final Map<String, String> environment;
    private final List<String> kinds;

    /**
     * @param environment what <code>${VAR}</code> and <code>${env:VAR}</code> stand for in paths and in hashes of keys
     */
    public ConfigurationReader(Map<String, String> environment) {
        this(environment, List.of());
    }

    /**
     * @param environment as above
     * @param kinds of references that were added to the program's own
     */
    public ConfigurationReader(Map<String, String> environment, List<String> kinds) {
        this.environment = Map.copyOf(environment);
        this.kinds = List.copyOf(kinds);
    }

    /** Reads these files, blocking; none at all is an empty configuration. */
    public Reading read(List<Path> files) {
        Problems problems = new Problems();
        Map<Path, Optional<String>> texts = new LinkedHashMap<>();
        for (Path file : files) {
            texts.put(file, text(file, problems));
        }
        return read(texts, problems);
    }

    /**
     * Reads one text as if it stood in a file.
     *
     * @param file where it pretends to stand: its ending tells YAML from JSON, its directory is what paths start from
     */
    public Reading read(Path file, String text) {
        return read(Map.of(file, Optional.of(text)), new Problems());
    }

    private Reading read(Map<Path, Optional<String>> texts, Problems problems) {
        List<Path> files = List.copyOf(texts.keySet());
        Fields all = Fields.empty(Place.of(files.isEmpty() ? Path.of("(none)") : files.getFirst()));
        for (Map.Entry<Path, Optional<String>> entry : texts.entrySet()) {
            Optional<Fields> top = entry.getValue().flatMap(text -> top(entry.getKey(), text, problems));
            all = top.isPresent() ? Merge.over(all, top.get()) : all;
        }
        Templates templates = new Templates(kinds, problems);
        Substitution substitution = new Substitution(templates, environment, problems);
        Configuration configuration = new ConfigurationBinder(templates, substitution, problems).bind(all);
        return problems.any()
                ? new Refused(problems.errors(files), problems.warnings(files))
                : new Read(configuration, problems.warnings(files));
    }

    private static Optional<Fields> top(Path file, String text, Problems problems) {
        boolean yaml = !isJson(file, text);
        Optional<Node> tree = yaml ? YamlTree.read(file, text, problems) : JsonTree.read(file, text, problems);
        if (tree.isEmpty() || tree.get().isNothing()) {
            return Optional.empty();
        }
        if (tree.get() instanceof Fields fields) {
            return Optional.of(ClientFile.normalised(fields, yaml, problems));
        }
        problems.error(
                tree.get().place(),
                "Expected a mapping with mcpServers and other keys, not "
                        + tree.get().described() + ".");
        return Optional.empty();
    }

    private static boolean isJson(Path file, String text) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return false;
        }
        return name.endsWith(".json")
                || name.endsWith(".jsonc")
                || text.stripLeading().startsWith("{");
    }

    private static Optional<String> text(Path file, Problems problems) {
        Place place = Place.of(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                problems.error(place, "Expected at most " + Amounts.bytes(LARGEST) + ": is this a configuration?");
                return Optional.empty();
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (NoSuchFileException _) {
            problems.error(place, "There is no such file: check the path.");
        } catch (CharacterCodingException _) {
            problems.error(place, "Expected UTF-8: save the file in that encoding.");
        } catch (IOException e) {
            problems.error(place, "The file cannot be read: " + e.getMessage() + ".");
        }
        return Optional.empty();
    }
}
