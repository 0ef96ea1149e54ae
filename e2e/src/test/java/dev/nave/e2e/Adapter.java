package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the adapter between the suite and a hub with prefixed names has done. */
final class Adapter {
    private Adapter() {}

    static Counts counts(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create(url).resolve("/counts");
            JsonNode counts = new JsonMapper()
                    .readTree(client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                            .body());
            return new Counts(
                    counts.path("requests").asInt(-1),
                    counts.path("headers").asInt(-1),
                    counts.path("answers").asInt(-1));
        }
    }

    /** Names and URIs mapped in the bodies of requests, in headers, and in answers. */
    record Counts(int requests, int headers, int answers) {
        /** Asserts that the suite's names really went through the adapter. */
        void assertMapped(boolean inHeadersToo) {
            assertThat(requests).as("names mapped in requests").isPositive();
            assertThat(answers).as("names mapped in answers").isPositive();
            if (inHeadersToo) {
                assertThat(headers).as("names mapped in headers").isPositive();
            }
        }
    }
}
