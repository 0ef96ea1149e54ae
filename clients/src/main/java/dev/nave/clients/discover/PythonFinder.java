package dev.nave.clients.discover;

import dev.nave.clients.discover.Found.Confidence;
import dev.nave.clients.discover.Found.Evidence;
import dev.nave.clients.file.Format;
import dev.nave.clients.file.Step;
import dev.nave.clients.file.Tree;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code pyproject.toml} that depends on the MCP library of Python: its scripts are servers. */
final class PythonFinder implements Finder {
    private static final Pattern LIBRARY = Pattern.compile("(?i)(?:mcp|fastmcp)(?:\\[.*\\])?\\s*(?:[<>=!~;@ ].*)?");

    @Override
    public boolean reads(String name) {
        return name.equals("pyproject.toml");
    }

    @Override
    public List<Found> find(Path file, Limits limits) throws IOException {
        Source source = Source.read(file, Format.TOML, limits);
        Optional<Evidence> dependency = dependency(source);
        if (dependency.isEmpty()) {
            return List.of();
        }
        Json json = source.json();
        String name = json.at("project", "name")
                .or(() -> json.at("tool", "poetry", "name"))
                .filter(Json::isString)
                .map(Json::text)
                .orElse(String.valueOf(source.directory().getFileName()));
        String[] way = json.at("project", "scripts").isPresent()
                ? new String[] {"project", "scripts"}
                : new String[] {"tool", "poetry", "scripts"};
        List<String> scripts = json.at(way).map(Json::names).orElse(List.of());
        if (scripts.isEmpty()) {
            return List.of(module(source, name, dependency.get()));
        }
        boolean says = (name + json.at("project", "description").map(Json::raw).orElse(""))
                .toLowerCase(Locale.ROOT)
                .contains("mcp");
        List<Found> found = new ArrayList<>();
        for (String script : scripts) {
            List<String> under = new ArrayList<>(List.of(way));
            under.add(script);
            found.add(new Found(
                    Source.name(scripts.size() > 1 ? script : name),
                    run(source, script),
                    says ? Confidence.HIGH : Confidence.MEDIUM,
                    List.of(dependency.get(), source.evidence("the script " + script, under.toArray(String[]::new))),
                    List.of()));
        }
        return found;
    }

    private static Found module(Source source, String name, Evidence dependency) {
        return new Found(
                Source.name(name),
                run(source, "python", "-m", name.replace('-', '_')),
                Confidence.LOW,
                List.of(dependency),
                List.of("It names no script: check that 'python -m " + name.replace('-', '_') + "' starts it."));
    }

    private static Json run(Source source, String... words) {
        List<Json> arguments = new ArrayList<>();
        arguments.add(Json.of("run"));
        arguments.add(Json.of("--directory"));
        arguments.add(Json.of(source.directory().toString()));
        for (String word : words) {
            arguments.add(Json.of(word));
        }
        return Json.object()
                .put("command", "uv")
                .put("args", Json.array(arguments))
                .build();
    }

    private static Optional<Evidence> dependency(Source source) {
        Optional<Tree> list = source.document().at(Step.keys("project", "dependencies"));
        if (list.isPresent() && list.get() instanceof Tree.Listing listing) {
            for (Tree item : listing.items()) {
                if (item instanceof Tree.Scalar scalar
                        && LIBRARY.matcher(scalar.text()).matches()) {
                    return Optional.of(
                            new Evidence(source.file(), source.document().line(scalar), "depends on " + scalar.text()));
                }
            }
        }
        for (String library : List.of("mcp", "fastmcp")) {
            String[] way = {"tool", "poetry", "dependencies", library};
            if (source.document().at(Step.keys(way)).isPresent()) {
                return Optional.of(source.evidence("depends on " + library, way));
            }
        }
        return Optional.empty();
    }
}
