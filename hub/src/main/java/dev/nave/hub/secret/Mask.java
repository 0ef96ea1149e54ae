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
final class Mask {
    /** Shorter ones are numbers of ports and names of modes: hiding them would make a log unreadable and protect nothing. */
    private static final int SHORTEST = 6;

    /** The longest first, for one may contain another. */
    private final List<String> spellings;

    Mask(Collection<Secret> secrets) {
        Set<String> all = new LinkedHashSet<>();
        for (Secret secret : secrets) {
            // A log has one line of a key at a time.
            secret.reveal().lines().map(String::strip).forEach(line -> addSpellings(line, all));
        }
        this.spellings = all.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    String over(String text) {
        String masked = text;
        for (String spelling : spellings) {
            masked = masked.replace(spelling, Secret.SHOWN);
        }
        return masked;
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
            String inner = base64(bytes, before);
            if (inner.length() >= SHORTEST) {
                all.add(inner);
                all.add(inner.replace('+', '-').replace('/', '_'));
            }
        }
    }

    /** What is the same in Base64 whatever stands around it, when it begins at that byte of a group of three. */
    private static String base64(byte[] bytes, int before) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String whole = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int start = before == 0 ? 0 : before + 1;
        int end = whole.length() - (shifted.length % 3 == 0 ? 0 : 1);
        return end > start ? whole.substring(start, end) : "";
    }
}
