package dev.nave.hub.seal;

import dev.nave.protocol.json.Json;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A digest of JSON that does not depend on order of members, white space and escapes, but on the spelling of numbers: RFC
 * 8785 would make distinct big numbers equal (3.5 of the digest).
 */
final class NormalForm {
    private final MessageDigest digest;

    private NormalForm() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    static byte[] digest(Json json) {
        NormalForm form = new NormalForm();
        form.add(json);
        return form.digest.digest();
    }

    // Every value is its kind, its size and its parts, so that no two values run into the same bytes.
    private void add(Json json) {
        switch (json.kind()) {
            case OBJECT -> {
                Map<String, Json> members = new TreeMap<>();
                json.forEach(members::put);
                head('{', members.size());
                members.forEach((name, value) -> {
                    text('"', name);
                    add(value);
                });
            }
            case ARRAY -> {
                head('[', json.elements().size());
                json.elements().forEach(this::add);
            }
            case STRING -> text('"', json.text());
            case NUMBER, BOOLEAN, NULL -> text('0', json.raw());
        }
    }

    private void text(char kind, String text) {
        // Unit by unit: an encoder would make all lone surrogates, which JSON can hold, alike.
        head(kind, text.length());
        byte[] units = new byte[text.length() * 2];
        for (int i = 0; i < text.length(); i++) {
            units[2 * i] = (byte) (text.charAt(i) >> 8);
            units[2 * i + 1] = (byte) text.charAt(i);
        }
        digest.update(units);
    }

    private void head(char kind, int size) {
        digest.update((byte) kind);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(size).array());
    }
}
