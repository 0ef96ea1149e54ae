package dev.nave.clients.discover;

import dev.nave.clients.discover.Found.Confidence;
import dev.nave.clients.file.Format;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code server.json} as the MCP registry takes it (modelcontextprotocol/registry, docs/reference/server-json): packages
 * that are run, and remotes that are reached.
 */
final class RegistryFinder implements Finder {
    private static final Pattern BRACED = Pattern.compile("\\{([A-Za-z0-9_.-]+)\\}");
    private static final Map<String, String> RUNNERS = Map.of("npm", "npx", "pypi", "uvx", "nuget", "dnx");

    @Override
    public boolean reads(String name) {
        return name.equals("server.json");
    }

    @Override
    public List<Found> find(Path file, Limits limits) throws IOException {
        Source source = Source.read(file, Format.JSON, limits);
        Json json = source.json();
        boolean schema = json.string("$schema")
                .filter(url -> url.contains("server.schema.json"))
                .isPresent();
        List<Json> packages = json.member("packages").map(Json::elements).orElse(List.of());
        List<Json> remotes = json.member("remotes").map(Json::elements).orElse(List.of());
        String name = json.string("name").orElse("");
        if (name.isEmpty() || (!schema && packages.isEmpty() && remotes.isEmpty())) {
            return List.of();
        }
        List<Found> found = new ArrayList<>();
        for (Json each : packages) {
            List<String> notes = new ArrayList<>();
            program(each, json.string("version").orElse(""), notes)
                    .ifPresent(definition -> found.add(new Found(
                            Source.name(name),
                            definition,
                            Confidence.HIGH,
                            List.of(source.evidence("a package of " + type(each) + " for " + name, "packages")),
                            notes)));
        }
        for (Json remote : remotes) {
            List<String> notes = new ArrayList<>();
            remote.string("url")
                    .ifPresent(url -> found.add(new Found(
                            Source.name(name),
                            remote(remote, url, notes),
                            Confidence.HIGH,
                            List.of(source.evidence("a remote of " + name, "remotes")),
                            notes)));
        }
        return found;
    }

    private static String type(Json each) {
        return each.string("registryType")
                .or(() -> each.string("registry_type"))
                .orElse("npm");
    }

    private static Optional<Json> program(Json each, String serverVersion, List<String> notes) {
        String identifier =
                each.string("identifier").or(() -> each.string("name")).orElse("");
        String version = each.string("version").orElse(serverVersion);
        String type = type(each);
        List<String> before = arguments(each.member("runtimeArguments"), notes);
        List<String> after = arguments(each.member("packageArguments"), notes);
        JsonObject definition = Json.object();
        if (type.equals("oci")) {
            boolean tagged = identifier.lastIndexOf(':') > identifier.lastIndexOf('/') || identifier.contains("@");
            definition.put(
                    "container",
                    Json.object()
                            .put("image", tagged || version.isEmpty() ? identifier : identifier + ":" + version)
                            .build());
            if (!after.isEmpty()) {
                definition.put("args", texts(after));
            }
        } else if (RUNNERS.containsKey(type)) {
            List<String> arguments = new ArrayList<>(before);
            boolean node = type.equals("npm");
            if (node && !arguments.contains("-y") && !arguments.contains("--yes")) {
                arguments.addFirst("-y");
            }
            arguments.add(identifier + (version.isEmpty() ? "" : (type.equals("pypi") ? "==" : "@") + version));
            arguments.addAll(after);
            definition.put("command", each.string("runtimeHint").orElse(RUNNERS.get(type)));
            definition.put("args", texts(arguments));
        } else {
            return Optional.empty();
        }
        JsonObject environment = Json.object();
        for (Json variable :
                each.member("environmentVariables").map(Json::elements).orElse(List.of())) {
            variable.string("name")
                    .ifPresent(name -> value(variable, name, notes).ifPresent(value -> environment.put(name, value)));
        }
        Json pairs = environment.build();
        if (pairs.hasMembers()) {
            definition.put("env", pairs);
        }
        String transport = each.at("transport", "type").map(Json::text).orElse("stdio");
        if (!transport.equals("stdio")) {
            notes.add("It answers over " + transport + " once it runs: add the url where.");
        }
        return Optional.of(definition.build());
    }

    private static Json remote(Json remote, String url, List<String> notes) {
        JsonObject definition = Json.object().put("url", filled(url));
        String type =
                remote.string("type").or(() -> remote.string("transport_type")).orElse("");
        if (type.equals("sse")) {
            definition.put("transport", "sse");
        }
        JsonObject headers = Json.object();
        for (Json header : remote.member("headers").map(Json::elements).orElse(List.of())) {
            header.string("name")
                    .ifPresent(name -> value(header, name, notes).ifPresent(value -> headers.put(name, value)));
        }
        Json pairs = headers.build();
        return pairs.hasMembers() ? definition.put("headers", pairs).build() : definition.build();
    }

    /** The value of an input: what it says, what it is by default, or what has to be set when it has to be. */
    private static Optional<String> value(Json input, String name, List<String> notes) {
        Optional<String> said =
                input.string("value").or(() -> input.string("default")).map(RegistryFinder::filled);
        if (said.isPresent()) {
            return said;
        }
        if (!input.flag("isRequired") && !input.flag("is_required")) {
            return Optional.empty();
        }
        notes.add("Set " + Source.variable(name).substring(6).replace("}", "")
                + input.string("description").map(text -> ": " + text).orElse("") + ".");
        return Optional.of(Source.variable(name));
    }

    private static List<String> arguments(Optional<Json> list, List<String> notes) {
        List<String> arguments = new ArrayList<>();
        for (Json argument : list.map(Json::elements).orElse(List.of())) {
            String hint = argument.string("valueHint")
                    .or(() -> argument.string("value_hint"))
                    .or(() -> argument.string("name"))
                    .orElse("argument");
            boolean named = argument.string("type").filter("named"::equals).isPresent();
            Optional<String> value = value(argument, hint.replaceAll("^-+", ""), notes);
            if (named && argument.string("name").isPresent()) {
                boolean flag =
                        argument.string("format").filter("boolean"::equals).isPresent();
                if (value.isPresent() || flag) {
                    arguments.add(argument.string("name").orElseThrow());
                }
            }
            value.ifPresent(arguments::add);
        }
        return arguments;
    }

    /** What stands in braces is a person's to fill in. */
    private static String filled(String text) {
        Matcher matcher = BRACED.matcher(text);
        return matcher.replaceAll(match -> Matcher.quoteReplacement(Source.variable(match.group(1))));
    }

    private static Json texts(List<String> texts) {
        return Json.array(texts.stream().map(Json::of).toList());
    }
}
