package dev.nave.protocol.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.protocol.json.Json;
import org.junit.jupiter.api.Test;

class TaskFormTest {
    @Test
    void aTaskOf20251125HasItsTimesUnderTheNamesOfTheExtension() {
        assertThat(TaskForm.toExtension(
                                Json.parse(
                                        "{\"taskId\":\"t\",\"status\":\"working\",\"ttl\":6e4,\"pollInterval\":50,\"vendor\":1.0}"))
                        .raw())
                .isEqualTo(
                        "{\"taskId\":\"t\",\"status\":\"working\",\"ttlMs\":6e4,\"pollIntervalMs\":50,\"vendor\":1.0}");
    }

    @Test
    void noLimitIsSaidOutLoudInBothForms() {
        assertThat(TaskForm.toExtension(Json.parse("{\"taskId\":\"t\"}")).find("ttlMs"))
                .isEqualTo(Json.NULL);
        assertThat(TaskForm.toLegacy(Json.parse("{\"taskId\":\"t\"}")).find("ttl"))
                .isEqualTo(Json.NULL);
    }

    @Test
    void aStateOfTheExtensionLosesWhatCameOfItAndNothingElse() {
        assertThat(TaskForm.toLegacy(
                                Json.parse(
                                        "{\"resultType\":\"complete\",\"taskId\":\"t\",\"status\":\"completed\","
                                            + "\"ttlMs\":null,\"pollIntervalMs\":50,\"result\":{\"content\":[]},\"vendor\":1.0,\"_meta\":{}}"))
                        .raw())
                .isEqualTo(
                        "{\"taskId\":\"t\",\"status\":\"completed\",\"ttl\":null,\"pollInterval\":50,\"vendor\":1.0}");
        assertThat(TaskForm.toLegacy(Json.parse("{\"status\":\"input_required\",\"ttlMs\":1,\"inputRequests\":{}}"))
                        .raw())
                .isEqualTo("{\"status\":\"input_required\",\"ttl\":1}");
    }

    @Test
    void aToolThatFailedIsAFailedTaskIn20251125() {
        assertThat(TaskForm.toLegacy(Json.parse("{\"status\":\"completed\",\"result\":{\"isError\":true}}"))
                        .string("status"))
                .contains("failed");
    }
}
