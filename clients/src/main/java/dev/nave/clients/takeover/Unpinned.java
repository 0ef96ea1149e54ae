package dev.nave.clients.takeover;

import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A package that is fetched when the server starts, in whatever version is the newest then.
 *
 * @param runner {@code npx} or one of its like
 * @param spelled as it stands in the arguments
 * @param name the package
 * @param pin what to write instead, with the version that is on this machine; empty when there is none
 */
public record Unpinned(String runner, String spelled, String name, Optional<String> pin) {
    private static final Pattern EXACT = Pattern.compile("v?\\d+(\\.\\d+)*([-+.][A-Za-z0-9.+-]+)?");
    private static final List<String> NODE = List.of("npx", "bunx", "pnpx");
    private static final List<String> PYTHON = List.of("uvx", "pipx");

    /** What to do about it, for people. */
    public String advice() {
        return pin.map(exact -> "write " + exact + ", the version on this machine")
                .orElseGet(() -> "write " + name + (PYTHON.contains(runner) ? "==" : "@") + "VERSION");
    }

    /** The unpinned package of a definition in Nave's keys, when it has one. */
    static List<Unpinned> in(Json definition, Versions versions) {
        String command = definition.string("command").orElse("");
        String runner = command.substring(Math.max(command.lastIndexOf('/'), command.lastIndexOf('\\')) + 1)
                .replaceAll("(?i)\\.(cmd|exe|ps1)$", "");
        List<String> words = definition.member("args").map(Json::elements).orElse(List.of()).stream()
                .map(Json::text)
                .toList();
        if (runner.equals("uv") && words.size() > 2 && words.subList(0, 2).equals(List.of("tool", "run"))) {
            return python("uvx", words.subList(2, words.size()), versions);
        }
        if ((runner.equals("pnpm") || runner.equals("yarn"))
                && !words.isEmpty()
                && words.getFirst().equals("dlx")) {
            return node("npx", words.subList(1, words.size()), versions);
        }
        if (NODE.contains(runner)) {
            return node(runner, words, versions);
        }
        return PYTHON.contains(runner) ? python(runner, words, versions) : List.of();
    }

    private static List<Unpinned> node(String runner, List<String> words, Versions versions) {
        String spelled = fetched(words, List.of("-p", "--package"));
        int at = spelled.lastIndexOf('@');
        String name = at > 0 ? spelled.substring(0, at) : spelled;
        boolean pinned = at > 0 && EXACT.matcher(spelled.substring(at + 1)).matches();
        boolean local =
                spelled.isEmpty() || spelled.startsWith(".") || spelled.startsWith("/") || spelled.contains(":");
        if (pinned || local) {
            return List.of();
        }
        return List.of(new Unpinned(runner, spelled, name, versions.node(name).map(version -> name + "@" + version)));
    }

    private static List<Unpinned> python(String runner, List<String> words, Versions versions) {
        List<String> rest =
                runner.equals("pipx") && !words.isEmpty() && words.getFirst().equals("run")
                        ? words.subList(1, words.size())
                        : words;
        String spelled = fetched(rest, List.of("--from", "--spec"));
        String[] parts = spelled.split("==|@", 2);
        String name = parts[0].replaceAll("\\[.*", "");
        boolean pinned = parts.length == 2 && EXACT.matcher(parts[1]).matches();
        boolean local =
                spelled.isEmpty() || spelled.startsWith(".") || spelled.startsWith("/") || spelled.contains(":");
        if (pinned || local) {
            return List.of();
        }
        return List.of(
                new Unpinned(runner, spelled, name, versions.python(name).map(version -> parts[0] + "==" + version)));
    }

    /** The package: what an option names, else the first word that is no option. */
    private static String fetched(List<String> words, List<String> options) {
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            for (String option : options) {
                if (word.equals(option) && at + 1 < words.size()) {
                    return words.get(at + 1);
                }
                if (word.startsWith(option + "=")) {
                    return word.substring(option.length() + 1);
                }
            }
            if (!word.startsWith("-")) {
                return word;
            }
        }
        return "";
    }
}
