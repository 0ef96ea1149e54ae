package dev.nave.hub.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.nave.hub.configuration.ConfigurationReference;
import dev.nave.hub.schema.Verdict.Fits;
import dev.nave.hub.schema.Verdict.Misfits;
import dev.nave.hub.schema.Verdict.Undecided;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaTest {
    private static final String FORM = """
        {"type": "object",
         "properties": {
           "name": {"type": "string", "minLength": 1},
           "email": {"type": "string", "format": "email"},
           "born": {"type": "string", "format": "date"},
           "age": {"type": "integer", "minimum": 0, "maximum": 150},
           "subscribe": {"type": "boolean", "default": true},
           "colour": {"type": "string", "enum": ["red", "green"]},
           "size": {"type": "string", "oneOf": [{"const": "s", "title": "Small"}, {"const": "l", "title": "Large"}]},
           "tags": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}, "maxItems": 2}},
         "required": ["name"]}
        """;

    private final JsonSchema schema = new JsonSchema();

    @Test
    void whatAPersonFilledInFits() {
        assertThat(judge(FORM, "{\"name\": \"Ada\"}")).isEqualTo(new Fits());
        assertThat(judge(FORM, """
            {"name": "Ada", "email": "ada@example.com", "born": "1815-12-10", "age": 36, "subscribe": false,
             "colour": "red", "size": "l", "tags": ["a", "b"], "more": null}
            """)).isEqualTo(new Fits());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\": \"\"}",
                "{\"name\": 7}",
                "{\"name\": \"Ada\", \"email\": \"nobody\"}",
                "{\"name\": \"Ada\", \"born\": \"1815-13-10\"}",
                "{\"name\": \"Ada\", \"age\": 36.5}",
                "{\"name\": \"Ada\", \"age\": -1}",
                "{\"name\": \"Ada\", \"age\": \"36\"}",
                "{\"name\": \"Ada\", \"subscribe\": \"yes\"}",
                "{\"name\": \"Ada\", \"colour\": \"blue\"}",
                "{\"name\": \"Ada\", \"size\": \"m\"}",
                "{\"name\": \"Ada\", \"tags\": [\"a\", \"c\"]}",
                "{\"name\": \"Ada\", \"tags\": [\"a\", \"a\", \"a\"]}",
                "[]",
                "null",
                "{\"name\": \"Ada\", \"name\": \"Eve\"}",
                "{\"name\": \"Ada\"} {}",
                "not json",
                ""
            })
    void whatDoesNotFitIsSaid(String value) {
        assertThat(judge(FORM, value)).isInstanceOfSatisfying(Misfits.class, misfits -> assertThat(misfits.reasons())
                .isNotEmpty());
    }

    @Test
    void theReasonNamesThePlace() {
        assertThat(judge(FORM, "{\"name\": \"Ada\", \"age\": 200}"))
                .isInstanceOfSatisfying(Misfits.class, misfits -> assertThat(misfits.reasons())
                        .singleElement()
                        .asString()
                        .startsWith("/age: ")
                        .contains("150"));
    }

    @Test
    void reasonsAreCounted() {
        String many = "[" + "1,".repeat(500) + "1]";
        assertThat(judge("{\"items\": {\"type\": \"string\"}}", many))
                .isInstanceOfSatisfying(
                        Misfits.class, misfits -> assertThat(misfits.reasons()).hasSize(20));
    }

    @Test
    void referencesWithinTheSchemaAreFollowed() {
        String tree = """
            {"$defs": {"node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}},
             "additionalProperties": false}}, "$ref": "#/$defs/node"}
            """;
        assertThat(judge(tree, "{\"next\": {\"next\": {}}}")).isEqualTo(new Fits());
        assertThat(judge(tree, "{\"next\": {\"nxt\": {}}}")).isInstanceOf(Misfits.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://json-schema.org/draft-07/schema#",
                "https://json-schema.org/draft/2019-09/schema",
                "https://json-schema.org/draft/2020-12/schema"
            })
    void olderDraftsAreUnderstood(String draft) {
        String integers = "{\"$schema\": \"" + draft + "\", \"type\": \"integer\"}";
        assertThat(judge(integers, "1")).isEqualTo(new Fits());
        assertThat(judge(integers, "\"1\"")).isInstanceOf(Misfits.class);
    }

    @Test
    void nothingIsFetched(@TempDir Path directory) throws IOException {
        AtomicInteger fetched = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            fetched.incrementAndGet();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        try {
            String http = "http://127.0.0.1:" + server.getAddress().getPort() + "/schema.json";
            String file = Files.writeString(directory.resolve("schema.json"), "{}")
                    .toUri()
                    .toString();
            for (String target : new String[] {http, file, "schema.json", "classpath:draft-07"}) {
                for (String reference : new String[] {
                    "{\"$ref\": \"%s\"}",
                    "{\"properties\": {\"a\": {\"$ref\": \"%s\"}}}",
                    "{\"$dynamicRef\": \"%s\"}",
                    "{\"$schema\": \"%s\"}"
                }) {
                    assertThat(judge(reference.formatted(target), "{\"a\": 1}"))
                            .as(reference.formatted(target))
                            .isInstanceOf(Undecided.class);
                }
                judge(
                        "{\"$id\": \"" + target + "\", \"properties\": {\"a\": {\"$ref\": \"#/$defs/b\"}},"
                                + " \"$defs\": {\"b\": {}}}",
                        "{\"a\": 1}");
            }
        } finally {
            server.stop(0);
        }
        assertThat(fetched).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$ref\": \"#\"}",
                "{\"allOf\": [{\"$ref\": \"#\"}, {\"$ref\": \"#\"}]}",
                "{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"$ref\": \"#/$defs/b\"}, \"b\": {\"$ref\":"
                        + " \"#/$defs/a\"}}}",
                "{\"additionalProperties\": {\"anyOf\": [{\"$ref\": \"#\"}, {\"$ref\": \"#\"}, {\"$ref\": \"#\"}]},"
                        + " \"type\": \"object\"}",
                "{\"properties\": {\"text\": {\"pattern\": \"^(a+)+$\"}}}",
                "{\"properties\": {\"text\": {\"pattern\": \"(x|aa|a)*$b\"}}}",
                "{\"properties\": {\"text\": {\"pattern\": \"(\"}}}",
                "{\"properties\": {\"text\": {\"$ref\": \"#/nowhere\"}}}",
                "{\"properties\": 7, \"type\": {}, \"required\": \"text\", \"enum\": 3}",
                "{\"minimum\": 1e999999999}",
                "[]",
                "7",
                "nothing"
            })
    void aSchemaThatRunsInCirclesOrIsBrokenIsLeftUndecided(String broken) {
        String nested = "{\"a\": ".repeat(60) + "1" + "}".repeat(60);
        String value = "{\"text\": \"" + "a".repeat(5_000) + "!\", \"b\": " + nested + "}";
        assertThat(judge(broken, value)).isInstanceOf(Undecided.class);
    }

    @Test
    void numbersThatTakeForeverAreLeftUndecided() {
        assertThat(judge("{\"multipleOf\": 3}", "1e999999999")).isInstanceOf(Undecided.class);
        assertThat(judge("{\"multipleOf\": 3}", "123456789012345678901234567890"))
                .isEqualTo(new Fits());
    }

    @Test
    void whatIsTooLargeIsLeftUndecided() {
        String large = "\"" + "x".repeat(2 << 20) + "\"";
        assertThat(judge("{}", large)).isInstanceOf(Undecided.class);
        assertThat(judge("{\"title\": " + large + "}", "1")).isInstanceOf(Undecided.class);
    }

    @Test
    void theSchemaOfTheConfigurationIsOne() {
        String configuration = ConfigurationReference.schema();
        assertThat(judge(configuration, """
            {"names": "plain", "waits": {"call": "1m"}, "x-note": 1,
             "mcpServers": {"files": {"command": "npx", "args": ["-y", 1], "env": {"PORT": 1}}}}
            """)).isEqualTo(new Fits());
        assertThat(judge(configuration, "{\"names\": \"suffix\"}")).isInstanceOf(Misfits.class);
        assertThat(judge(configuration, "{\"mcpServers\": {\"a__b\": {}}}")).isInstanceOf(Misfits.class);
        assertThat(judge(configuration, "{\"mcpServers\": {\"a\": {\"comand\": \"x\"}}}"))
                .isInstanceOf(Misfits.class);
    }

    private Verdict judge(String rules, String value) {
        return schema.judge(rules.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }
}
