package dev.nave.e2e.secrets;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A secret that is put somewhere and must turn up nowhere, in all its spellings.
 *
 * @param where it was put
 */
record Planted(String where, String value) {
    /** Each spelling by its name: what a search of everything that was said must not find. */
    Map<String, String> spellings() {
        Map<String, String> spellings = new LinkedHashMap<>();
        spellings.put("as it is", value);
        spellings.put("in JSON", json(value));
        String url = URLEncoder.encode(value, StandardCharsets.UTF_8);
        spellings.put("in a form", url);
        spellings.put("in a URL", url.replace("+", "%20"));
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 3; before++) {
            // What of it does not depend on the neighbours: whole groups of three bytes.
            int skip = (3 - before) % 3;
            int whole = (bytes.length - skip) / 3 * 3;
            byte[] inner = new byte[whole];
            System.arraycopy(bytes, skip, inner, 0, whole);
            String base64 = Base64.getEncoder().encodeToString(inner);
            spellings.put("in Base64 after " + before, base64);
            spellings.put(
                    "in Base64url after " + before, base64.replace('+', '-').replace('/', '_'));
        }
        return spellings;
    }

    private static String json(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(character -> {
            if (character == '"' || character == '\\') {
                escaped.append('\\');
            }
            escaped.append((char) character);
        });
        return escaped.toString();
    }
}
