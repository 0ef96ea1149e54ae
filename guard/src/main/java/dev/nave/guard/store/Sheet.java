package dev.nave.guard.store;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The whole of a store as its file has it: a line of JSON that says what it is, a line for each secret, and a line with
 * the seal of all before it, so that no line can be taken out, moved or brought back from an earlier file.
 *
 * @param key the name of the master key it needs
 * @param generation grows with every change, so that an earlier file is known for one
 */
record Sheet(String key, long generation, SortedMap<String, Sealed> secrets) {
    static final String FORMAT = "nave-secrets-1";

    static Sheet empty(Keys keys) {
        return new Sheet(keys.id(), 0, new TreeMap<>());
    }

    /** No secret yet, and newer than another one will be. */
    Sheet after(Sheet before) {
        return new Sheet(key, before.generation, secrets);
    }

    /** The one to be written next. The time keeps it newer even than one that was removed meanwhile. */
    Sheet next(Instant now) {
        return new Sheet(key, Math.max(generation + 1, now.toEpochMilli()), secrets);
    }

    /** Which master key a file needs, before anything of it is believed. */
    static String keyOf(byte[] file) throws StoreFailure {
        return text(head(file), "key");
    }

    /** The file's content, once its seal has been checked. */
    static Sheet read(byte[] file, Keys keys) throws StoreFailure {
        List<Json> lines = lines(file);
        Json last = lines.getLast();
        byte[] seal = bytes(last, "seal");
        int sealed = start(file, lines.size() - 1);
        byte[] before = Arrays.copyOf(file, sealed);
        if (!MessageDigest.isEqual(seal, keys.seal(before))) {
            throw broken("its seal does not fit");
        }
        Json head = lines.getFirst();
        SortedMap<String, Sealed> secrets = new TreeMap<>();
        for (Json line : lines.subList(1, lines.size() - 1)) {
            Sealed secret = new Sealed(
                    text(line, "name"),
                    instant(line, "created"),
                    instant(line, "updated"),
                    bytes(line, "nonce"),
                    bytes(line, "sealed"));
            secrets.put(secret.name(), secret);
        }
        return new Sheet(text(head, "key"), number(head, "generation"), secrets);
    }

    byte[] write(Keys keys) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        line(
                bytes,
                Json.object()
                        .put("format", FORMAT)
                        .put("key", key)
                        .put("generation", generation)
                        .build());
        for (Sealed secret : secrets.values()) {
            line(
                    bytes,
                    Json.object()
                            .put("name", secret.name())
                            .put("created", secret.created().toString())
                            .put("updated", secret.updated().toString())
                            .put("nonce", base64(secret.nonce()))
                            .put("sealed", base64(secret.text()))
                            .build());
        }
        String seal = base64(keys.seal(bytes.toByteArray()));
        line(bytes, Json.object().put("seal", seal).build());
        return bytes.toByteArray();
    }

    private static void line(ByteArrayOutputStream bytes, Json json) {
        bytes.writeBytes(json.toBytes());
        bytes.write('\n');
    }

    private static Json head(byte[] file) throws StoreFailure {
        Json head = lines(file).getFirst();
        if (!head.string("format").equals(Optional.of(FORMAT))) {
            throw broken("it does not begin with the format " + FORMAT);
        }
        return head;
    }

    private static List<Json> lines(byte[] file) throws StoreFailure {
        List<Json> lines = new ArrayList<>();
        try {
            for (String line : new String(file, StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isEmpty()) {
                    lines.add(Json.parse(line));
                }
            }
        } catch (JsonException e) {
            throw broken("a line is no JSON");
        }
        if (lines.size() < 2) {
            throw broken("it ends too early");
        }
        return lines;
    }

    /** Where a line begins. */
    private static int start(byte[] file, int line) throws StoreFailure {
        int begin = 0;
        for (int seen = 0; seen < line; seen++) {
            while (begin < file.length && file[begin] != '\n') {
                begin++;
            }
            begin++;
        }
        if (begin >= file.length) {
            throw broken("it ends too early");
        }
        return begin;
    }

    private static String text(Json line, String member) throws StoreFailure {
        try {
            return line.string(member).orElseThrow();
        } catch (NoSuchElementException _) {
            throw broken("a line has no " + member);
        }
    }

    private static long number(Json line, String member) throws StoreFailure {
        return line.member(member)
                .map(Json::asLong)
                .orElseThrow(() -> broken("a line has no " + member))
                .orElseThrow(() -> broken(member + " is no number"));
    }

    private static Instant instant(Json line, String member) throws StoreFailure {
        try {
            return Instant.parse(text(line, member));
        } catch (DateTimeException _) {
            throw broken(member + " is no time");
        }
    }

    private static byte[] bytes(Json line, String member) throws StoreFailure {
        String text = text(line, member);
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            // Of some bytes there are several spellings, of which Nave writes one.
            if (base64(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // Told as any other that Nave did not write.
        }
        throw broken(member + " is no Base64");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static StoreFailure broken(String why) {
        return new StoreFailure("it was damaged or changed by something else than Nave (" + why + ")");
    }
}
