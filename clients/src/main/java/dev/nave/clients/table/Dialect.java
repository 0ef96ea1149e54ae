package dev.nave.clients.table;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a client puts in place of which words in a text, and the same in Nave's words. */
public enum Dialect {
    /** Nothing: every text means itself. */
    NONE("", ""),
    /** <code>${VAR}</code> and <code>${VAR:-default}</code>, as shells do. */
    SHELL("${VAR}, ${VAR:-default}", "${%s}"),
    /** What Visual Studio Code calls variables; <code>${input:…}</code> asks a person. */
    CODE("${env:VAR}, ${input:ID}, ${workspaceFolder}, ${userHome}, ${/}", "${env:%s}"),
    /** The same without anything that is asked: editors that came from it. */
    EDITOR("${env:VAR}, ${workspaceFolder}, ${userHome}, ${/}", "${env:%s}"),
    /** <code>${env:VAR}</code> alone. */
    ENV("${env:VAR}", "${env:%s}"),
    /** <code>$VAR</code> and <code>${VAR}</code>. */
    DOLLAR("$VAR, ${VAR}", "${%s}"),
    /** <code>{env:VAR}</code> and <code>{file:path}</code>. */
    BRACES("{env:VAR}, {file:PATH}", "{env:%s}"),
    /** <code>${{ secrets.NAME }}</code> and <code>${{ inputs.NAME }}</code>. */
    SECRETS("${{ secrets.NAME }}", "${{ secrets.%s }}");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^{}]*)\\}");
    private static final Pattern DOLLARS =
            Pattern.compile("\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)\\}|([A-Za-z_][A-Za-z0-9_]*))");
    private static final Pattern BRACED = Pattern.compile("\\{(env|file):([^{}]+)\\}");
    private static final Pattern DOUBLE =
            Pattern.compile("\\$\\{\\{\\s*(?:secrets|inputs)\\.([A-Za-z0-9_./-]+)\\s*\\}\\}");

    private final String shown;
    private final String variable;

    Dialect(String shown, String variable) {
        this.shown = shown;
        this.variable = variable;
    }

    /** For documentation; empty when there is none. */
    public String shown() {
        return shown;
    }

    /** How the client is told to take an environment variable; nothing when it cannot be. */
    public Optional<String> variable(String name) {
        return variable.isEmpty() ? Optional.empty() : Optional.of(variable.formatted(name));
    }

    /** A text of the client in Nave's words; what has none is noted. */
    String translated(String text, Notes notes) {
        return switch (this) {
            case NONE -> literal(text);
            case SHELL -> replaced(REFERENCE, text, match -> shell(match, notes));
            case CODE, EDITOR -> replaced(REFERENCE, text, match -> code(match, notes));
            case ENV -> replaced(REFERENCE, text, match -> variable(match, notes));
            case DOLLAR -> replaced(DOLLARS, text, match -> "${" + first(match) + "}");
            case BRACES -> replaced(BRACED, text, match -> "${" + match.group(1) + ":" + match.group(2) + "}");
            case SECRETS ->
                replaced(DOUBLE, text, match -> {
                    notes.add("${env:" + plain(match.group(1)) + "} stands for its secret " + match.group(1)
                            + ": set it.");
                    return "${env:" + plain(match.group(1)) + "}";
                });
        };
    }

    private static String shell(MatchResult match, Notes notes) {
        boolean known = match.group(1).matches("(?s)[A-Za-z_][A-Za-z0-9_]*(:-.*)?");
        return known ? match.group() : unknown(match, notes);
    }

    private static String variable(MatchResult match, Notes notes) {
        return match.group(1).startsWith("env:") ? code(match, notes) : unknown(match, notes);
    }

    private static String unknown(MatchResult match, Notes notes) {
        notes.add(match.group() + " means nothing to Nave and is taken as it is.");
        return literal(match.group());
    }

    private static String code(MatchResult match, Notes notes) {
        String name = match.group(1);
        if (name.startsWith("env:") && NAME.matcher(name.substring(4)).matches()) {
            return match.group();
        }
        if (name.startsWith("input:")) {
            String variable = plain(name.substring(6));
            notes.add("${env:" + variable + "} stands for what it asked you for (" + notes.input(name.substring(6))
                    + "): set it.");
            return "${env:" + variable + "}";
        }
        return switch (name) {
            case "userHome" -> literal(notes.machine().home().toString());
            case "workspaceFolder" -> literal(notes.project().toString());
            case "workspaceFolderBasename" ->
                literal(String.valueOf(notes.project().getFileName()));
            case "pathSeparator", "/" -> notes.machine().conventions() == Machine.Conventions.WINDOWS ? "\\" : "/";
            default -> unknown(match, notes);
        };
    }

    /** The text with these words replaced, and with everything else as Nave writes what means itself. */
    private static String replaced(Pattern pattern, String text, Word word) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder translated = new StringBuilder();
        int at = 0;
        while (matcher.find()) {
            translated.append(literal(text.substring(at, matcher.start()))).append(word.of(matcher.toMatchResult()));
            at = matcher.end();
        }
        return translated.append(literal(text.substring(at))).toString();
    }

    /** Nave would take a dollar and a brace for a reference. */
    static String literal(String text) {
        return text.replace("${", "$${");
    }

    private static String first(MatchResult match) {
        return match.group(1) != null ? match.group(1) : match.group(2);
    }

    /** A name that an environment variable can have. */
    static String plain(String name) {
        String plain =
                name.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_+|_+$", "").toUpperCase(Locale.ROOT);
        return plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
    }

    private interface Word {
        String of(MatchResult match);
    }
}
