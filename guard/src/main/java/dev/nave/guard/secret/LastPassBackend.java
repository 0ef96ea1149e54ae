package dev.nave.guard.secret;

import dev.nave.guard.tool.Tool;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.SecretUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * <code>${lastpass:ENTRY#FIELD}</code>: LastPass by its program {@code lpass}, which has to be signed in. The entry is a
 * name, a path or an id; the field is {@code password} when none is named, {@code username}, {@code url}, {@code notes},
 * or a field of the entry's own.
 */
public final class LastPassBackend implements SecretBackend {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Tool lpass;

    public LastPassBackend(Map<String, String> environment) {
        this.lpass = new Tool("lpass", environment, PATIENCE);
    }

    @Override
    public String kind() {
        return "lastpass";
    }

    @Override
    public Secret find(String name) throws SecretUnavailable, InterruptedException {
        int hash = name.lastIndexOf('#');
        String entry = hash < 0 ? name : name.substring(0, hash);
        String field = hash < 0 ? "password" : name.substring(hash + 1);
        if (entry.startsWith("-")) {
            throw new SecretUnavailable("no entry begins with '-'", "Name it by its id.", false);
        }
        String option =
                switch (field) {
                    case "password", "username", "url", "notes" -> "--" + field;
                    default -> "--field=" + field;
                };
        Tool.Result result;
        try {
            result = lpass.run(new byte[0], "show", "--sync=now", "--color=never", option, entry);
        } catch (IOException e) {
            throw new SecretUnavailable(
                    String.valueOf(e.getMessage()),
                    "Install the LastPass command line, and sign in: lpass login.",
                    true);
        }
        try {
            return read(result, field);
        } finally {
            Arrays.fill(result.out(), (byte) 0);
        }
    }

    private static Secret read(Tool.Result result, String field) throws SecretUnavailable {
        if (result.code() != 0) {
            boolean signedOut = result.errors().contains("Could not find decryption key");
            throw new SecretUnavailable(
                    "lpass said: " + result.errors(),
                    signedOut
                            ? "Sign in where Nave runs: lpass login."
                            : "Check the name of the entry with 'lpass ls', and its field '" + field + "'.",
                    true);
        }
        String text = new String(result.out(), StandardCharsets.UTF_8).replaceFirst("\\r?\\n\\z", "");
        if (text.isEmpty()) {
            throw new SecretUnavailable(
                    "the field '" + field + "' is empty", "Fill it, or name another field after a '#'.", true);
        }
        return Secret.of(text);
    }
}
