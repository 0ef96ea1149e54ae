package dev.nave.guard.vault;

import dev.nave.hub.secret.SecretUnavailable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a reference names: {@code mount/path#field}. Where the mount ends cannot be seen, for mounts may have slashes; the
 * first segment is tried first.
 *
 * @param segments of mount and path, at least two
 */
record VaultPath(List<String> segments, String field) {
    static VaultPath parse(String name) throws SecretUnavailable {
        int hash = name.lastIndexOf('#');
        List<String> segments = List.of(name.substring(0, Math.max(hash, 0)).split("/", -1));
        boolean odd = segments.stream().anyMatch(each -> each.isBlank() || each.equals(".") || each.equals(".."));
        if (hash < 0 || hash == name.length() - 1 || segments.size() < 2 || odd) {
            throw new SecretUnavailable(
                    "it names no secret of Vault", "Write it like ${vault:kv/team/tickets#token}.", false);
        }
        return new VaultPath(segments, name.substring(hash + 1));
    }

    /** Where the API has the data, for a mount of so many segments. */
    String data(int mount) {
        return encoded(segments.subList(0, mount)) + "/data/" + encoded(segments.subList(mount, segments.size()));
    }

    /** Mount and path as one, for the question where the mount ends. */
    String whole() {
        return encoded(segments);
    }

    String mount(int length) {
        return String.join("/", segments.subList(0, length));
    }

    String below(int mount) {
        return String.join("/", segments.subList(mount, segments.size()));
    }

    private static String encoded(List<String> segments) {
        return segments.stream()
                .map(segment ->
                        URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
