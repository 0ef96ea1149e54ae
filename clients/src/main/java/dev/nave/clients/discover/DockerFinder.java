package dev.nave.clients.discover;

import dev.nave.clients.discover.Found.Confidence;
import dev.nave.clients.discover.Found.Evidence;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dockerfiles with the label by which the MCP registry knows who an image belongs to. */
final class DockerFinder implements Finder {
    private static final Pattern LABEL =
            Pattern.compile("io\\.modelcontextprotocol\\.server\\.name\"?\\s*=\\s*\"?([^\"\\s\\\\]+)");

    @Override
    public boolean reads(String name) {
        return name.equals("dockerfile")
                || name.equals("containerfile")
                || name.startsWith("dockerfile.")
                || name.endsWith(".dockerfile");
    }

    @Override
    public List<Found> find(Path file, Limits limits) throws IOException {
        List<String> lines = Source.text(file, limits).lines().toList();
        for (int at = 0; at < lines.size(); at++) {
            Matcher label = LABEL.matcher(lines.get(at));
            if (!lines.get(at).stripLeading().startsWith("#") && label.find()) {
                String name = Source.name(label.group(1));
                Json container = Json.object().put("image", name + ":local").build();
                return List.of(new Found(
                        name,
                        Json.object().put("container", container).build(),
                        Confidence.HIGH,
                        List.of(new Evidence(file, at + 1, "the label of " + label.group(1))),
                        List.of("Build it first: docker build -t " + name + ":local -f " + file + " "
                                + Source.directory(file))));
            }
        }
        return List.of();
    }
}
