package dev.nave.hub.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Hides known secrets in texts that others wrote. Only what is known is hidden; nothing is guessed by how it looks. */
public final class Mask {
    /** Shorter ones are numbers of ports and names of modes: hiding them would make a log unreadable and protect nothing. */
    private static final int SHORTEST = 6;

    /** The longest first, for one may contain another. */
    private final List<String> spellings;

    /** Hides these, but for the shortest. */
    public Mask(Collection<Secret> secrets) {
        Set<String> all = new LinkedHashSet<>();
        for (Secret secret : secrets) {
            // A log has one line of a key at a time.
            secret.reveal().lines().map(String::strip).forEach(line -> addSpellings(line, all));
        }
        this.spellings = all.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The text without the secrets: as they are, and as they are spelled in JSON, in URLs and in Base64. */
    public String over(String text) {
        String masked = text;
        for (String spelling : spellings) {
            masked = masked.replace(spelling, Secret.SHOWN);
        }
        return withoutBeginning(masked);
    }

    /** What was cut off within a secret ends with the beginning of it. */
    private String withoutBeginning(String text) {
        for (String spelling : spellings) {
            String beginning = spelling.substring(0, SHORTEST);
            for (int length = Math.min(spelling.length() - 1, text.length()); length >= SHORTEST; length--) {
                int from = text.length() - length;
                if (text.startsWith(beginning, from) && spelling.startsWith(text.substring(from))) {
                    return text.substring(0, from) + Secret.SHOWN;
                }
            }
        }
        return text;
    }

    private static void addSpellings(String text, Set<String> all) {
        if (text.length() < SHORTEST) {
            return;
        }
        all.add(text);
        all.add(text.replace("\\", "\\\\").replace("\"", "\\\""));
        String url = URLEncoder.encode(text, StandardCharsets.UTF_8);
        all.add(url);
        all.add(url.replace("+", "%20"));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 3; before++) {
            addBase64(bytes, before, all);
        }
    }

    /** In Base64 when it begins at that byte of a group of three: whatever follows it, and when nothing does. */
    private static void addBase64(byte[] bytes, int before, Set<String> all) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        // The first characters depend on what stands before it, the last one on what stands after it.
        String last = Base64.getEncoder().encodeToString(shifted).substring(before == 0 ? 0 : before + 1);
        String bare = last.replace("=", "");
        String inner = bare.substring(0, Math.max(0, bare.length() - (shifted.length % 3 == 0 ? 0 : 1)));
        for (String spelling : List.of(last, bare, inner)) {
            if (spelling.length() >= SHORTEST) {
                all.add(spelling);
                all.add(spelling.replace('+', '-').replace('/', '_'));
            }
        }
    }
}
