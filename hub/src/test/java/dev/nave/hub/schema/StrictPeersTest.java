package dev.nave.hub.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.projection.ProjectedQuestion;
import dev.nave.protocol.projection.Projection;
import dev.nave.protocol.projection.TaskForm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether a peer that reads by the letter of its own revision takes what is projected to it: everything any revision has to
 * say, judged by the schema of each older one with every type closed, so that a member it does not define is an error.
 */
final class StrictPeersTest {
    private static final Map<Revision, Json> SCHEMAS = new EnumMap<>(Revision.class);
    private static final JsonSchema JUDGE = new JsonSchema(1 << 20, 1 << 20, 20_000_000);
    /** Defined beside the revision, by the extensions that hosts and servers of 2025-11-25 have (SEP-2133). */
    private static final List<String> BESIDE = List.of("extensions");

    private static final String ICONS =
            "\"icons\":[{\"src\":\"https://a/i.png\",\"mimeType\":\"image/png\",\"sizes\":[\"any\"],"
                    + "\"theme\":\"dark\"}]";
    private static final String NOTED =
            "\"annotations\":{\"audience\":[\"user\"],\"priority\":0.5,\"lastModified\":\"2026-01-01T00:00:00Z\"},"
                    + "\"_meta\":{\"vendor/a\":1}";
    private static final String LINK =
            "{\"type\":\"resource_link\",\"uri\":\"file:///a\",\"name\":\"a\",\"title\":\"A\",\"description\":\"one\","
                    + "\"mimeType\":\"text/plain\",\"size\":3," + ICONS + "," + NOTED + "}";
    private static final String BLOCKS = "{\"type\":\"text\",\"text\":\"a\"," + NOTED + "},"
            + "{\"type\":\"image\",\"data\":\"AAAA\",\"mimeType\":\"image/png\"," + NOTED + "},"
            + "{\"type\":\"audio\",\"data\":\"AAAA\",\"mimeType\":\"audio/wav\"," + NOTED + "},"
            + "{\"type\":\"resource\",\"resource\":{\"uri\":\"file:///a\",\"mimeType\":\"text/plain\",\"text\":\"a\","
            + "\"_meta\":{\"vendor/a\":1}}," + NOTED + "},"
            + "{\"type\":\"resource\",\"resource\":{\"uri\":\"file:///b\",\"blob\":\"AAAA\"}}," + LINK;
    private static final String MODERN =
            "\"resultType\":\"complete\",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"
                    + "{\"name\":\"s\",\"version\":\"1\"},\"vendor/a\":1}";
    private static final String CACHED = MODERN + ",\"ttlMs\":5,\"cacheScope\":\"public\"";

    /** What a server of any revision may answer: the method, the type of its result, and the result. */
    static Stream<Arguments> results() {
        return each(
                Arguments.of(
                        Method.TOOLS_LIST,
                        "ListToolsResult",
                        "{\"tools\":[{\"name\":\"a\",\"title\":\"A\",\"description\":\"d\",\"inputSchema\":{\"$schema\":"
                            + "\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\",\"properties\":{\"b\":"
                            + "{\"type\":\"string\",\"x-mcp-header\":\"B\"}},\"required\":[\"b\"],\"allOf\":[]},"
                            + "\"outputSchema\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/x\"},\"$defs\":{\"x\":"
                            + "{\"type\":\"string\"}}},\"execution\":{\"taskSupport\":\"optional\"},\"annotations\":{"
                            + "\"title\":\"A\",\"readOnlyHint\":true,\"destructiveHint\":false,\"idempotentHint\":true,"
                            + "\"openWorldHint\":false}," + ICONS
                                + ",\"_meta\":{\"ui\":{\"resourceUri\":\"ui://a\"}}}],"
                                + "\"nextCursor\":\"c\"," + CACHED + "}"),
                Arguments.of(
                        Method.TOOLS_CALL,
                        "CallToolResult",
                        "{\"content\":[" + BLOCKS + "],\"structuredContent\":[\"a\",1.0],\"isError\":false," + MODERN
                                + "}"),
                Arguments.of(
                        Method.TOOLS_CALL,
                        "CallToolResult",
                        "{\"content\":[],\"structuredContent\":{\"a\":1.0}," + MODERN + "}"),
                Arguments.of(
                        Method.PROMPTS_LIST,
                        "ListPromptsResult",
                        "{\"prompts\":[{\"name\":\"p\",\"title\":\"P\",\"description\":\"d\",\"arguments\":[{\"name\":\"a\","
                            + "\"title\":\"A\",\"description\":\"d\",\"required\":true}]," + ICONS
                                + ",\"_meta\":{\"vendor/a\":1}}]," + CACHED + "}"),
                Arguments.of(
                        Method.PROMPTS_GET,
                        "GetPromptResult",
                        "{\"description\":\"d\",\"messages\":["
                                + String.join(
                                        ",",
                                        Json.parse("[" + BLOCKS + "]").elements().stream()
                                                .map(block -> "{\"role\":\"user\",\"content\":" + block.raw() + "}")
                                                .toList())
                                + "]," + MODERN + "}"),
                Arguments.of(
                        Method.RESOURCES_LIST,
                        "ListResourcesResult",
                        "{\"resources\":[{\"uri\":\"file:///a\",\"name\":\"a\",\"title\":\"A\",\"description\":\"d\","
                                + "\"mimeType\":\"text/plain\",\"size\":3," + ICONS + "," + NOTED + "}]," + CACHED
                                + "}"),
                Arguments.of(
                        Method.TEMPLATES_LIST,
                        "ListResourceTemplatesResult",
                        "{\"resourceTemplates\":[{\"uriTemplate\":\"file:///{a}\",\"name\":\"a\",\"title\":\"A\","
                                + "\"description\":\"d\",\"mimeType\":\"text/plain\"," + ICONS + "," + NOTED + "}],"
                                + CACHED
                                + "}"),
                Arguments.of(
                        Method.RESOURCES_READ,
                        "ReadResourceResult",
                        "{\"contents\":[{\"uri\":\"file:///a\",\"mimeType\":\"text/plain\",\"text\":\"a\",\"_meta\":{"
                                + "\"vendor/a\":1}},{\"uri\":\"file:///b\",\"blob\":\"AAAA\"}]," + CACHED + "}"),
                Arguments.of(
                        Method.COMPLETE,
                        "CompleteResult",
                        "{\"completion\":{\"values\":[\"a\"],\"total\":1,\"hasMore\":false}," + MODERN + "}"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("results")
    void resultsAreOfTheClientsOwnRevision(Revision revision, String method, String type, String result) {
        Json projected = Projection.to(revision).result(method, Json.parse(result));

        assertFits(revision, type, projected);
        // What stays is what was there: nothing is lost that the revision has a word for.
        assertThat(projected.raw()).contains("vendor/a").doesNotContain("serverInfo");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("results")
    void noneOfThemWouldBeTakenAsItIs(Revision revision, String method, String type, String result) {
        assertThat(judged(revision, type, Json.parse(result))).isInstanceOf(Verdict.Misfits.class);
    }

    /** What a server of any revision may ask. */
    static Stream<Arguments> questions() {
        return each(
                Arguments.of(
                        Method.SAMPLING,
                        "CreateMessageRequest",
                        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"," + NOTED
                                + "},{\"type\":\"image\",\"data\":\"AAAA\",\"mimeType\":\"image/png\"}]},{\"role\":\"user\","
                                + "\"content\":{\"type\":\"audio\",\"data\":\"AAAA\",\"mimeType\":\"audio/wav\"},\"_meta\":{}}],"
                                + "\"maxTokens\":5,\"systemPrompt\":\"s\",\"includeContext\":\"none\",\"temperature\":0.5,"
                                + "\"stopSequences\":[\"x\"],\"metadata\":{},\"modelPreferences\":{\"hints\":[{\"name\":\"m\"}],"
                                + "\"costPriority\":0.1}}"),
                Arguments.of(
                        Method.ELICITATION,
                        "ElicitRequest",
                        "{\"mode\":\"form\",\"message\":\"m\",\"requestedSchema\":{\"$schema\":"
                            + "\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\",\"properties\":{"
                            + "\"a\":{\"type\":\"string\",\"title\":\"A\",\"minLength\":1,\"format\":\"email\",\"default\":\"x\"},"
                            + "\"b\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":3,\"default\":2},"
                            + "\"c\":{\"type\":\"boolean\",\"default\":true},"
                            + "\"d\":{\"type\":\"string\",\"oneOf\":[{\"const\":\"x\",\"title\":\"X\"}],\"default\":\"x\"},"
                            + "\"e\":{\"type\":\"string\",\"enum\":[\"x\"],\"default\":\"x\"}},\"required\":[\"a\"]}}"),
                Arguments.of(Method.ROOTS_LIST, "ListRootsRequest", "{}"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("questions")
    void questionsAreOfTheClientsOwnRevisionOrAreNotPut(Revision revision, String method, String type, String params) {
        switch (Projection.to(revision).question(method, Json.parse(params))) {
            case ProjectedQuestion.Possible(Json projected) ->
                assertFits(
                        revision,
                        type,
                        Json.parse("{\"method\":\"" + method + "\",\"params\":" + projected.raw() + "}")
                                .edit()
                                .putIfPresent("id", idOf(revision))
                                .putIfPresent("jsonrpc", versionOf(revision))
                                .build());
            case ProjectedQuestion.Impossible impossible ->
                assertThat(method + revision.wireName())
                        .isIn("elicitation/create2024-11-05", "elicitation/create2025-03-26");
        }
    }

    /** What a client of any revision may answer. */
    static Stream<Arguments> answers() {
        return each(
                Arguments.of(
                        Method.SAMPLING,
                        "CreateMessageResult",
                        "{\"role\":\"assistant\",\"model\":\"m\",\"stopReason\":\"endTurn\",\"content\":[{\"type\":\"text\","
                            + "\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]}"),
                Arguments.of(
                        Method.SAMPLING,
                        "CreateMessageResult",
                        "{\"resultType\":\"complete\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[{\"type\":\"text\","
                            + "\"text\":\"a\"," + NOTED + "}],\"_meta\":{}}"),
                Arguments.of(
                        Method.ROOTS_LIST,
                        "ListRootsResult",
                        "{\"roots\":[{\"uri\":\"file:///a\",\"name\":\"a\",\"_meta\":{\"vendor/a\":1}}]}"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("answers")
    void answersAreOfTheServersOwnRevision(Revision revision, String method, String type, String result) {
        assertThat(Projection.to(revision).answer(method, Json.parse(result)))
                .isInstanceOfSatisfying(
                        ProjectedQuestion.Possible.class, possible -> assertFits(revision, type, possible.value()));
    }

    static Stream<Arguments> revisions() {
        return Stream.of(Revision.values()).filter(each -> !each.isModern()).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("revisions")
    void theHandshakeIsOfThePeersOwnRevision(Revision revision) {
        Projection projection = Projection.to(revision);
        Json info = Json.parse("{\"name\":\"n\",\"title\":\"N\",\"version\":\"1\",\"description\":\"d\",\"websiteUrl\":"
                + "\"https://a\"," + ICONS + "}");
        assertFits(revision, "Implementation", projection.information(info));
        assertFits(
                revision,
                "ServerCapabilities",
                projection.serverCapabilities(
                        Json.parse("{\"tools\":{\"listChanged\":true},\"prompts\":{\"listChanged\":"
                            + "true},\"resources\":{\"subscribe\":true,\"listChanged\":true},\"logging\":{},\"completions\":{},"
                            + "\"tasks\":{\"cancel\":{},\"requests\":{\"tools\":{\"call\":{}}}},\"experimental\":{\"a\":{}},"
                            + "\"extensions\":{\"io.modelcontextprotocol/ui\":{}}}")));
        assertFits(
                revision,
                "ClientCapabilities",
                projection.clientCapabilities(Json.parse("{\"roots\":{\"listChanged\":true},\"sampling\":{\"tools\":{},"
                        + "\"context\":{}},\"elicitation\":{\"form\":{},\"url\":{}},\"tasks\":{\"list\":{}},"
                        + "\"experimental\":{\"a\":{}},\"extensions\":{\"io.modelcontextprotocol/ui\":{}}}")));
    }

    @ParameterizedTest
    @MethodSource("revisions")
    void whatIsToldOfProgressIsOfTheClientsOwnRevision(Revision revision) {
        Json params = Projection.to(revision)
                .progress(Json.parse("{\"progressToken\":\"t\",\"progress\":1,\"total\":2,\"message\":\"m\"}"));
        assertFits(
                revision,
                "ProgressNotification",
                Json.object()
                        .put("method", Method.PROGRESS)
                        .put("params", params)
                        .putIfPresent("jsonrpc", versionOf(revision))
                        .build());
    }

    @Test
    void tasksAreOfTheirOnlyRevision() {
        Json task =
                TaskForm.toLegacy(Json.parse("{\"resultType\":\"complete\",\"taskId\":\"t\",\"status\":\"completed\","
                    + "\"statusMessage\":\"s\",\"createdAt\":\"2026-01-01T00:00:00Z\",\"lastUpdatedAt\":\"2026-01-01T00:00:00Z\","
                    + "\"ttlMs\":5,\"pollIntervalMs\":5,\"result\":{\"content\":[]}}"));
        assertFits(Revision.V2025_11_25, "Task", task);
        assertFits(
                Revision.V2025_11_25,
                "CreateTaskResult",
                Json.object().put("task", task).build());
    }

    private static Stream<Arguments> each(Arguments... samples) {
        List<Arguments> all = new ArrayList<>();
        for (Revision revision : Revision.values()) {
            if (!revision.isModern()) {
                for (Arguments sample : samples) {
                    List<Object> arguments = new ArrayList<>(List.of(sample.get()));
                    arguments.addFirst(revision);
                    all.add(Arguments.of(arguments.toArray()));
                }
            }
        }
        return all.stream();
    }

    private static Optional<Json> idOf(Revision revision) {
        return versionOf(revision).map(version -> Json.of(1));
    }

    /** From 2025-11-25 on the schemas of requests are those of whole messages. */
    private static Optional<Json> versionOf(Revision revision) {
        return revision.isAtLeast(Revision.V2025_11_25) ? Optional.of(Json.of("2.0")) : Optional.empty();
    }

    private static void assertFits(Revision revision, String type, Json value) {
        assertThat(judged(revision, type, value))
                .as(revision.wireName() + " " + type + " " + value.raw())
                .isInstanceOf(Verdict.Fits.class);
    }

    private static Verdict judged(Revision revision, String type, Json value) {
        Json schema = SCHEMAS.computeIfAbsent(revision, StrictPeersTest::closed);
        String place = schema.find("$defs") == null ? "definitions" : "$defs";
        assertThat(schema.at(place, type)).as("a definition of " + type).isPresent();
        Json wanted = Json.object()
                .put("$ref", "#/" + place + "/" + type)
                .put(place, schema.find(place))
                .build();
        return JUDGE.judge(wanted.toBytes(), value.toBytes());
    }

    /** The schema with every type closed: what it does not name is not allowed. */
    private static Json closed(Revision revision) {
        try (InputStream file = StrictPeersTest.class.getResourceAsStream("mcp/" + revision.wireName() + ".json")) {
            Json schema = Json.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            JsonObject edit = schema.edit();
            for (String place : List.of("definitions", "$defs")) {
                schema.member(place).ifPresent(types -> edit.put(place, closed(types)));
            }
            return edit.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Json closed(Json types) {
        JsonObject edit = types.edit();
        types.forEach((name, type) -> {
            Json properties = type.find("properties");
            if (properties == null || type.find("additionalProperties") != null) {
                return;
            }
            JsonObject more = properties.edit();
            if (name.endsWith("Capabilities")) {
                BESIDE.forEach(each -> more.put(each, Json.EMPTY_OBJECT));
            }
            Json params = properties.find("params");
            if (params != null && params.find("properties") != null && params.find("additionalProperties") == null) {
                more.put(
                        "params",
                        params.edit().put("additionalProperties", false).build());
            }
            edit.put(
                    name,
                    type.edit()
                            .put("properties", more.build())
                            .put("additionalProperties", false)
                            .build());
        });
        return edit.build();
    }
}
