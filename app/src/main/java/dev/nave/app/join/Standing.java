package dev.nave.app.join;

import dev.nave.app.configuration.StateDirectory;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.secret.Template;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a program stands beside what its command line says: its directory, and the variables that the configuration refers
 * to. Servers of one hub have one of each, so that a client for which they would differ is not given those of another.
 *
 * @param variables a hash of each value; empty for one that is not set
 */
record Standing(Path directory, Map<String, String> variables) {
    /** One within another is found with it. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** Words within references that are no variables. */
    private static final Pattern KIND = Pattern.compile("env|file|secret|vault|lastpass|docker|kubernetes");

    /** Of this process, as to what the files and options say at this moment. */
    static Standing here(Rendezvous place, Map<String, String> environment) {
        Map<String, String> variables = new TreeMap<>();
        Stream.concat(place.files().stream().map(Standing::text), place.options().stream())
                .flatMap(text -> REFERENCE.matcher(text).results())
                .flatMap(reference -> NAME.matcher(reference.group(1)).results())
                .map(name -> name.group())
                .filter(name -> !KIND.matcher(name).matches())
                .forEach(name -> variables.put(name, hash(environment.get(name))));
        return new Standing(Path.of("").toAbsolutePath(), variables);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return ""; // The hub goes on with what it has read.
        }
    }

    private static String hash(@Nullable String value) {
        return value == null ? "" : StateDirectory.hash(value);
    }

    /** In one line, without blanks at its ends. */
    String line() {
        return URLEncoder.encode(directory.toString(), StandardCharsets.UTF_8)
                + variables.entrySet().stream()
                        .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining());
    }

    /**
     * Reads what {@link #line} has written.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static Standing parse(String line) {
        String[] words = line.split(" ", -1);
        Map<String, String> variables = new TreeMap<>();
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("Expected NAME=HASH, got " + word);
            }
            variables.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return new Standing(Path.of(URLDecoder.decode(words[0], StandardCharsets.UTF_8)), variables);
    }

    /** Why a client that stands elsewhere would not get from this hub what it gets from its own; for people. */
    Optional<String> differenceTo(Standing client, Configuration configuration) {
        Optional<String> variable = Stream.concat(variables.keySet().stream(), client.variables.keySet().stream())
                .filter(name -> !variables.getOrDefault(name, "").equals(client.variables.getOrDefault(name, "")))
                .findFirst();
        if (variable.isPresent()) {
            return Optional.of("was started with another value of " + variable.get());
        }
        if (directory.equals(client.directory)) {
            return Optional.empty();
        }
        return configuration.servers().stream()
                .filter(ServerSettings::enabled)
                .filter(server -> dependsOnDirectory(server.target()))
                .findFirst()
                .map(server ->
                        "runs in " + directory + ", and server '" + server.name() + "' has a relative path and no cwd");
    }

    /** As far as can be seen: it has a path that means another file elsewhere. */
    private static boolean dependsOnDirectory(Target target) {
        return switch (target) {
            case Target.CommandWithUrl both -> dependsOnDirectory(both.child());
            case Target.Confined confined -> dependsOnDirectory(confined.child());
            case Target.Command command ->
                command.directory().isEmpty()
                        && (command.command().written().matches("[^/$]+/.*")
                                || command.arguments().stream().anyMatch(Standing::isRelative));
            case Target.Sample sample ->
                sample.directory().isEmpty() && sample.arguments().stream().anyMatch(Standing::isRelative);
            case Target.Container container -> false;
            case Target.Ssh there -> false;
            case Target.Remote remote -> false;
            case Target.Manifest manifest -> false;
        };
    }

    private static boolean isRelative(Template argument) {
        return argument.written().matches("\\.{1,2}(/.*)?|.*=\\.{1,2}(/.*)?");
    }
}
