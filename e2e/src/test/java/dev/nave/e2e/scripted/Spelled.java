package dev.nave.e2e.scripted;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A JSON value as the sequence of its tokens, each spelled as it came; blanks between them are the only thing not kept.
 * Tokens are held one character a byte (ISO 8859-1), so that two are equal only if their bytes are.
 */
public final class Spelled {
    private static final String STRUCTURE = "{}[],:";
    private static final String BLANKS = " \t\r\n";

    private final List<String> tokens;

    private Spelled(List<String> tokens) {
        this.tokens = tokens;
    }

    /**
     * Splits a JSON text.
     *
     * @throws IllegalArgumentException when it is none: a character no token begins with, an unclosed string or bracket
     */
    public static Spelled of(byte[] json) {
        String text = new String(json, StandardCharsets.ISO_8859_1);
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char first = text.charAt(at);
            int to = at + 1;
            if (BLANKS.indexOf(first) >= 0) {
                at++;
                continue;
            }
            if (first == '"') {
                to = endOfString(text, at);
            } else if (STRUCTURE.indexOf(first) < 0) {
                to = endOfWord(text, at);
            }
            tokens.add(text.substring(at, to));
            at = to;
        }
        Spelled spelled = new Spelled(List.copyOf(tokens));
        if (tokens.isEmpty() || spelled.skip(0) != tokens.size()) {
            throw new IllegalArgumentException("expected one JSON value, got " + shown(text));
        }
        return spelled;
    }

    /** Splits a JSON text of characters, sent as UTF-8. */
    public static Spelled of(String json) {
        return of(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The tokens in order; one character of a token is one byte of UTF-8. */
    public List<String> tokens() {
        return tokens;
    }

    /** The value at the end of a path of members, the first one where a name stands twice; nothing when one is missing. */
    public Optional<Spelled> at(String... path) {
        Spelled value = this;
        for (String name : path) {
            Optional<Spelled> next = value.members().stream()
                    .filter(member -> member.name().equals('"' + name + '"'))
                    .map(Member::value)
                    .findFirst();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            value = next.get();
        }
        return Optional.of(value);
    }

    /** The characters of the plain string at a path; it must hold no escapes. */
    public Optional<String> string(String... path) {
        return at(path).map(Spelled::text)
                .filter(text -> text.startsWith("\""))
                .map(text -> text.substring(1, text.length() - 1));
    }

    /** The tokens of this object without its members of these names. */
    public List<String> without(Collection<String> names) {
        List<String> kept = new ArrayList<>();
        for (Member member : members()) {
            if (!names.contains(member.name().substring(1, member.name().length() - 1))) {
                kept.add(member.name());
                kept.addAll(member.value().tokens);
            }
        }
        return kept;
    }

    /** The value as text, blanks left out. */
    public String text() {
        return new String(String.join("", tokens).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return shown(text());
    }

    private record Member(String name, Spelled value) {}

    private List<Member> members() {
        List<Member> members = new ArrayList<>();
        if (!tokens.getFirst().equals("{")) {
            return members;
        }
        int at = 1;
        while (!tokens.get(at).equals("}")) {
            int to = skip(at + 2);
            members.add(new Member(tokens.get(at), new Spelled(tokens.subList(at + 2, to))));
            at = tokens.get(to).equals(",") ? to + 1 : to;
        }
        return members;
    }

    /** The place after the value that begins at this one. */
    private int skip(int from) {
        int depth = 0;
        int at = from;
        do {
            if (at >= tokens.size()) {
                throw new IllegalArgumentException("expected " + depth + " closing brackets more");
            }
            String token = tokens.get(at++);
            if (token.equals("{") || token.equals("[")) {
                depth++;
            } else if (token.equals("}") || token.equals("]")) {
                depth--;
            }
        } while (depth > 0);
        return at;
    }

    private static int endOfString(String text, int from) {
        for (int at = from + 1; at < text.length(); at++) {
            switch (text.charAt(at)) {
                case '\\' -> at++;
                case '"' -> {
                    return at + 1;
                }
                default -> {}
            }
        }
        throw new IllegalArgumentException("expected a closing quote after " + shown(text.substring(from)));
    }

    private static int endOfWord(String text, int from) {
        int at = from;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)
                && text.charAt(at) < 128) {
            at++;
        }
        if (at == from) {
            throw new IllegalArgumentException("expected JSON, got " + shown(text.substring(from)));
        }
        return at;
    }

    private static String shown(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "… (" + text.length() + " characters)";
    }
}
