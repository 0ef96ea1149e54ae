package dev.nave.clients.takeover;

import dev.nave.hub.secret.Secret;
import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds secrets in plain text: by what a key is called, by how tokens of known services begin, and by texts that are too
 * even to be words. A guess either way: what is found is shown to a person, never its value.
 */
public final class SecretSigns {
    private static final Pattern KEY =
            Pattern.compile("(?i)(?:^|[^a-z])(?:token|secret|passw(?:or)?d|passwd|pwd|passphrase"
                    + "|credentials?|authorization|proxy-authorization|cookie|pat|dsn|auth)(?:$|[^a-z])"
                    + "|api[-_]?key|access[-_]?key|private[-_]?key|secret[-_]?key|auth[-_]?key|(?:^|[-_])key$|bearer"
                    + "|(?:token|secret|password)$|connection[-_]?string");

    private static final Pattern KNOWN = Pattern.compile(
            "sk-[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}"
                + "|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|xox[abeprs]-[A-Za-z0-9-]{10,}|AKIA[0-9A-Z]{16}"
                + "|AIza[0-9A-Za-z_-]{30,}|hf_[A-Za-z0-9]{20,}|npm_[A-Za-z0-9]{30,}|dckr_pat_[A-Za-z0-9_-]{20,}"
                + "|lin_api_[A-Za-z0-9]{20,}|ntn_[A-Za-z0-9]{20,}|figd_[A-Za-z0-9_-]{20,}|sntrys_[A-Za-z0-9_=+/-]{20,}"
                + "|SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}|nave_[A-Za-z0-9_-]{20,}|pypi-[A-Za-z0-9_-]{20,}"
                + "|eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}(?:\\.[A-Za-z0-9_-]*)?|(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}");

    private static final Pattern SCHEME = Pattern.compile("(?i)^(?:bearer|basic|token|apikey)\\s+");
    private static final Pattern PASSWORD = Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s:@]*:([^/\\s@]+)@");
    private static final Pattern QUERY = Pattern.compile("[?&]([A-Za-z0-9_.-]+)=([^&#\\s]+)");
    private static final Pattern OPTION = Pattern.compile("--?([A-Za-z0-9_-]+)(?:[=:](.+))?");
    private static final Pattern HEADER = Pattern.compile("([A-Za-z0-9-]+):\\s*(.+)");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_+=-]{24,}");
    private static final Pattern PLACEHOLDER = Pattern.compile("(?i)<.*>|your[-_ ].*|.*[-_"
            + " ]here|x{3,}|\\*+|\\.{3}|change[-_]?me|todo|none|null|true|false|[0-9]{1,5}|/.*|\\$.*|%.*%");

    private static final double EVEN = 3.7;

    private SecretSigns() {}

    /** The secrets of a definition in Nave's keys. */
    public static List<PlainSecret> in(String server, Json definition) {
        List<PlainSecret> found = new ArrayList<>();
        for (String key : List.of("env", "headers")) {
            definition
                    .member(key)
                    .ifPresent(pairs -> pairs.forEach((name, value) -> secret(name, value.text())
                            .ifPresent(text -> found.add(named(server, key, name, name, text)))));
        }
        arguments(server, definition.member("args").map(Json::elements).orElse(List.of()), found);
        definition
                .string("url")
                .flatMap(SecretSigns::inUrl)
                .ifPresent(text -> found.add(named(server, "url", "", "URL", text)));
        return found;
    }

    /** Every text of a value that looks like a secret, by the keys above it: for what must not be shown. */
    public static List<String> texts(Json value) {
        List<String> texts = new ArrayList<>();
        collect("", value, texts);
        return texts;
    }

    /** A text with these others made unreadable. */
    public static String hidden(String text, List<String> secrets) {
        String hidden = text;
        for (String secret : secrets) {
            hidden = hidden.replace(secret, "********")
                    .replace(Json.of(secret).raw().replaceAll("^\"|\"$", ""), "********");
        }
        return hidden;
    }

    private static void collect(String key, Json value, List<String> texts) {
        if (value.isObject()) {
            value.forEach((name, member) -> collect(name, member, texts));
        } else if (value.isArray()) {
            List<PlainSecret> found = new ArrayList<>();
            arguments("x", value.elements().stream().filter(Json::isString).toList(), found);
            found.forEach(secret -> texts.add(secret.value().reveal()));
            value.elements().forEach(item -> collect(key, item, texts));
        } else if (value.isString()) {
            secret(key, value.text()).or(() -> inUrl(value.text())).ifPresent(texts::add);
        }
    }

    private static void arguments(String server, List<Json> arguments, List<PlainSecret> found) {
        String option = "";
        for (int at = 0; at < arguments.size(); at++) {
            String text = arguments.get(at).text();
            Matcher word = OPTION.matcher(text);
            boolean isOption = word.matches();
            String name = isOption ? word.group(1) : option;
            String value = isOption ? Optional.ofNullable(word.group(2)).orElse("") : text;
            Matcher header = HEADER.matcher(value);
            if (header.matches() && KEY.matcher(header.group(1)).find()) {
                name = header.group(1);
                value = header.group(2);
            }
            String known = name;
            int position = at;
            secret(known, value)
                    .ifPresent(secret -> found.add(named(
                            server,
                            "args",
                            Integer.toString(position),
                            known.isEmpty() ? "ARGUMENT_" + position : known,
                            secret)));
            option = isOption && word.group(2) == null ? name : "";
        }
    }

    private static PlainSecret named(String server, String key, String member, String what, String value) {
        String plain =
                what.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_+|_+$", "").toUpperCase(Locale.ROOT);
        return new PlainSecret(key, member, server + "/" + plain, Secret.of(value));
    }

    /** The secret in a text: the part without the words around it. */
    static Optional<String> secret(String key, String text) {
        Matcher known = KNOWN.matcher(text);
        if (known.find()) {
            return Optional.of(known.group());
        }
        if (text.contains("${")) {
            return Optional.empty();
        }
        Matcher password = PASSWORD.matcher(text);
        if (password.find() && !PLACEHOLDER.matcher(password.group(1)).matches()) {
            return Optional.of(password.group(1));
        }
        String value = SCHEME.matcher(text).replaceFirst("").strip();
        boolean address = value.contains("://");
        if (KEY.matcher(key).find()) {
            boolean plain = value.length() >= 6
                    && !address
                    && !PLACEHOLDER.matcher(value).matches();
            return plain ? Optional.of(value) : Optional.empty();
        }
        return WORD.matcher(value).matches() && isEven(value) ? Optional.of(value) : Optional.empty();
    }

    private static Optional<String> inUrl(String url) {
        Optional<String> known = secret("", url);
        if (known.isPresent()) {
            return known;
        }
        Matcher query = QUERY.matcher(url);
        while (query.find()) {
            boolean secret =
                    KEY.matcher(query.group(1)).find() && !query.group(2).contains("${");
            if (secret && query.group(2).length() >= 6) {
                return Optional.of(query.group(2));
            }
        }
        if (!url.contains("://")) {
            return Optional.empty();
        }
        for (String part : url.replaceAll("[?#].*", "").split("/")) {
            if (WORD.matcher(part).matches() && isEven(part)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    /** Whether the characters of a text are about equally frequent, digits among them, as no name's are. */
    private static boolean isEven(String text) {
        boolean mixed =
                text.chars().anyMatch(Character::isDigit) && text.chars().anyMatch(Character::isLetter);
        if (!mixed) {
            return false;
        }
        Map<Integer, Integer> counts = new HashMap<>();
        text.chars().forEach(character -> counts.merge(character, 1, Integer::sum));
        double entropy = 0;
        for (int count : counts.values()) {
            double share = (double) count / text.length();
            entropy -= share * Math.log(share) / Math.log(2);
        }
        return entropy >= EVEN;
    }
}
