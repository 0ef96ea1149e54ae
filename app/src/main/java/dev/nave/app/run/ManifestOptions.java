package dev.nave.app.run;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.configuration.SecretKeeping;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.ConfigurationReader;
import dev.nave.hub.configuration.NameStyle;
import dev.nave.hub.configuration.Problem;
import dev.nave.hub.configuration.Reading;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The servers of a manifest in place of a configuration file: what the options say is what a file would. */
final class ManifestOptions {
    /** What stands for all of them; clients do not see it. */
    private static final String NAME = "fleet";

    @Option(
            names = "--manifest-url",
            paramLabel = "URL",
            description = "Serve the servers that are listed there, such as"
                    + " https://nave.example.com/.well-known/mcp/manifest.json, instead of a configuration.")
    @Nullable
    String url;

    @Option(
            names = "--refresh-interval",
            paramLabel = "TIME",
            description = "How often the manifest is asked whether it has changed, such as 60s (default: 1m).")
    @Nullable
    String refresh;

    @Option(
            names = "--allow",
            paramLabel = "GLOB",
            description = "Take only these servers (git*) or tools of a server (files/read_*) of the manifest; may be"
                    + " repeated.")
    List<String> allow = List.of();

    @Option(
            names = "--deny",
            paramLabel = "GLOB",
            description = "Leave out these servers or tools, whatever is allowed; may be repeated.")
    List<String> deny = List.of();

    @Option(
            names = "--namespace-style",
            paramLabel = "STYLE",
            description = "How names of its servers are told apart: prefix, colon, dot or plain (default: prefix).")
    @Nullable
    String style;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME: TEXT",
            description = "A header for the manifest and for servers of the same origin; may be repeated. References"
                    + " such as $${env:TOKEN} are looked up.")
    List<String> headers = List.of();

    @Option(
            names = "--server-header",
            paramLabel = "SERVER=NAME: TEXT",
            description = "A header for one server of the manifest, wherever it is; may be repeated.")
    List<String> serverHeaders = List.of();

    boolean isGiven() {
        return url != null;
    }

    /** Says when something is given that means nothing without a manifest. */
    void refuseAlone() {
        boolean alone = refresh != null
                || style != null
                || !(allow.isEmpty() && deny.isEmpty() && headers.isEmpty() && serverHeaders.isEmpty());
        if (alone && !isGiven()) {
            throw CommandFailure.wrong("Expected --manifest-url beside --refresh-interval, --allow, --deny,"
                    + " --namespace-style, --header and --server-header, which speak of its servers.");
        }
    }

    /**
     * One server, which is all of them, passed on as it is.
     *
     * @param key shown to the publisher unless a header says who asks
     */
    Configuration configuration(Optional<String> key) {
        JsonObject fleet = Json.object().put("manifest", String.valueOf(url));
        if (refresh != null) {
            fleet.put("refresh", refresh);
        }
        fleet.put("allow", texts(allow)).put("deny", texts(deny)).put("headers", headers(key));
        fleet.put("servers", servers());
        Json file = Json.object()
                .put("names", style == null ? "prefix" : style.toLowerCase(Locale.ROOT))
                .put("mcpServers", Json.object().put(NAME, fleet.build()).build())
                .build();
        ConfigurationReader reader = new ConfigurationReader(System.getenv(), SecretKeeping.addedKinds());
        return switch (reader.read(Path.of("options.json"), file.raw())) {
            case Reading.Read(Configuration read, List<Problem> warnings) -> read.withNames(NameStyle.PLAIN);
            case Reading.Refused refused ->
                throw CommandFailure.wrong(
                        refused.problems().stream().map(Problem::text).collect(Collectors.joining("\n")));
        };
    }

    private Json headers(Optional<String> key) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String header : headers) {
            put(all, header, header);
        }
        boolean said = all.keySet().stream().anyMatch(name -> name.equalsIgnoreCase("Authorization"));
        // A key is a text, whatever it looks like.
        key.filter(shown -> !said).ifPresent(shown -> all.put("Authorization", "Bearer " + shown.replace("${", "$${")));
        return pairs(all);
    }

    private Json servers() {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        for (String given : serverHeaders) {
            int equals = given.indexOf('=');
            if (equals < 1) {
                throw CommandFailure.wrong(
                        "Expected --server-header such as 'files=Authorization: Bearer …', got '" + given + "'.");
            }
            put(
                    all.computeIfAbsent(given.substring(0, equals), name -> new LinkedHashMap<>()),
                    given.substring(equals + 1),
                    given);
        }
        JsonObject servers = Json.object();
        all.forEach((name, some) ->
                servers.put(name, Json.object().put("headers", pairs(some)).build()));
        return servers.build();
    }

    private static void put(Map<String, String> headers, String text, String given) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            // All of it may be a secret.
            throw CommandFailure.wrong("Expected a header such as 'X-Tenant: acme', got " + given.length()
                    + " characters without a name and a colon.");
        }
        headers.put(text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }

    private static Json pairs(Map<String, String> pairs) {
        JsonObject object = Json.object();
        pairs.forEach(object::put);
        return object.build();
    }

    private static Json texts(List<String> texts) {
        return Json.array(texts.stream().map(Json::of).toList());
    }
}
