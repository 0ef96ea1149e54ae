package dev.nave.clients.discover;

import dev.nave.clients.discover.Found.Confidence;
import dev.nave.clients.discover.Found.Evidence;
import dev.nave.clients.file.Format;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code package.json} that depends on a library for servers: its programs are servers. */
final class NodeFinder implements Finder {
    private static final List<String> LIBRARIES = List.of(
            "@modelcontextprotocol/sdk",
            "@modelcontextprotocol/server",
            "fastmcp",
            "mcp-framework",
            "xmcp",
            "mcp-handler");

    @Override
    public boolean reads(String name) {
        return name.equals("package.json");
    }

    @Override
    public List<Found> find(Path file, Limits limits) throws IOException {
        Source source = Source.read(file, Format.JSON, limits);
        Json json = source.json();
        for (String library : LIBRARIES) {
            if (json.at("dependencies", library).isPresent()) {
                Evidence dependency = source.evidence("depends on " + library, "dependencies", library);
                return found(source, json, dependency);
            }
        }
        return List.of();
    }

    private static List<Found> found(Source source, Json json, Evidence dependency) {
        String name =
                json.string("name").orElse(String.valueOf(source.directory().getFileName()));
        Map<String, String> programs = programs(json, name);
        if (programs.isEmpty()) {
            return json.at("scripts", "start").isPresent() ? List.of(started(source, name, dependency)) : List.of();
        }
        boolean says = json.string("mcpName").isPresent()
                || (name
                                + json.string("description").orElse("")
                                + json.member("keywords").map(Json::raw).orElse(""))
                        .toLowerCase(Locale.ROOT)
                        .contains("mcp");
        List<Found> found = new ArrayList<>();
        programs.forEach((program, script) -> {
            Path path = source.directory().resolve(script).normalize();
            List<String> notes = new ArrayList<>();
            if (!Files.exists(path)) {
                notes.add("Build it first, " + path + " is not there: npm install && npm run build");
            } else if (!Files.isDirectory(source.directory().resolve("node_modules"))) {
                notes.add("Install what it needs first: npm install");
            }
            found.add(new Found(
                    Source.name(programs.size() > 1 ? program : name),
                    Json.object()
                            .put("command", "node")
                            .put("args", Json.array(List.of(Json.of(path.toString()))))
                            .build(),
                    says ? Confidence.HIGH : Confidence.MEDIUM,
                    List.of(dependency, source.evidence("the program " + program, "bin")),
                    notes));
        });
        return found;
    }

    private static Map<String, String> programs(Json json, String name) {
        Map<String, String> programs = new LinkedHashMap<>();
        json.member("bin").ifPresent(bin -> {
            if (bin.isString()) {
                programs.put(name, bin.text());
            }
            bin.forEach((program, script) -> programs.put(program, script.text()));
        });
        return programs;
    }

    private static Found started(Source source, String name, Evidence dependency) {
        List<Json> arguments = List.of(
                Json.of("--silent"),
                Json.of("--prefix"),
                Json.of(source.directory().toString()),
                Json.of("start"));
        return new Found(
                Source.name(name),
                Json.object()
                        .put("command", "npm")
                        .put("args", Json.array(arguments))
                        .build(),
                Confidence.LOW,
                List.of(dependency, source.evidence("is started with npm start", "scripts", "start")),
                List.of("It may be a client, or serve HTTP: look before you use it."));
    }
}
