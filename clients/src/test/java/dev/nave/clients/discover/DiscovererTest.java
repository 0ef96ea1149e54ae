package dev.nave.clients.discover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.clients.discover.Found.Confidence;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiscovererTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    Path directory;

    private void write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.resolveSibling("x").getParent());
        Files.writeString(file, text);
    }

    private Discoverer.Result result() {
        return new Discoverer(Limits.DEFAULT).discover(List.of(directory));
    }

    private Found only() {
        Discoverer.Result result = result();
        assertThat(result.skipped()).isEmpty();
        assertThat(result.servers()).hasSize(1);
        return result.servers().getFirst();
    }

    @Test
    void a_registry_description_says_how_its_packages_are_run_and_its_remotes_reached() throws IOException {
        write("server.json", """
            {
              "$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
              "name": "io.github.example/weather-mcp",
              "version": "1.2.3",
              "packages": [
                {
                  "registryType": "npm", "identifier": "@example/weather-mcp", "version": "1.2.3",
                  "transport": {"type": "stdio"},
                  "packageArguments": [
                    {"type": "named", "name": "--units", "default": "metric"},
                    {"type": "positional", "valueHint": "city", "isRequired": true, "description": "Where"}
                  ],
                  "environmentVariables": [
                    {"name": "WEATHER_KEY", "isRequired": true, "isSecret": true, "description": "The key"},
                    {"name": "OPTIONAL"}
                  ]
                },
                {"registryType": "pypi", "identifier": "weather-mcp", "version": "1.2.3", "transport": {"type": "stdio"}},
                {"registryType": "oci", "identifier": "ghcr.io/example/weather", "version": "1.2.3"}
              ],
              "remotes": [
                {"type": "streamable-http", "url": "https://{tenant}.example/mcp",
                 "headers": [{"name": "X-Key", "isRequired": true, "isSecret": true}]}
              ]
            }
            """);
        Discoverer.Result result = result();
        assertThat(result.servers())
                .extracting(found -> found.definition().raw())
                .containsExactly(
                        "{\"command\":\"npx\",\"args\":[\"-y\",\"@example/weather-mcp@1.2.3\",\"--units\",\"metric\","
                                + "\"${env:CITY}\"],\"env\":{\"WEATHER_KEY\":\"${env:WEATHER_KEY}\"}}",
                        "{\"command\":\"uvx\",\"args\":[\"weather-mcp==1.2.3\"]}",
                        "{\"container\":{\"image\":\"ghcr.io/example/weather:1.2.3\"}}",
                        "{\"url\":\"https://${env:TENANT}.example/mcp\",\"headers\":{\"X-Key\":\"${env:X_KEY}\"}}");
        assertThat(result.servers()).extracting(Found::name).containsOnly("weather");
        assertThat(result.servers()).extracting(Found::confidence).containsOnly(Confidence.HIGH);
        assertThat(result.servers().getFirst().evidence().getFirst().line()).isEqualTo(5);
        assertThat(result.servers().getFirst().notes()).contains("Set WEATHER_KEY: The key.");
    }

    @Test
    void a_bundle_says_how_it_is_started_unpacked_or_not() throws IOException {
        String manifest = """
            {"manifest_version": "0.3", "name": "my-ext", "version": "1.0.0",
             "server": {"type": "node", "entry_point": "server/index.js", "mcp_config": {
               "command": "node", "args": ["${__dirname}/server/index.js"], "env": {"K": "${user_config.api_key}"}}},
             "user_config": {"api_key": {"type": "string", "title": "API key", "sensitive": true}}}
            """;
        write("a/manifest.json", manifest);
        assertThat(only().definition().raw())
                .isEqualTo("{\"command\":\"node\",\"args\":[\"" + directory.resolve("a/server/index.js")
                        + "\"],\"env\":{\"K\":\"${env:API_KEY}\"}}");
        Files.delete(directory.resolve("a/manifest.json"));
        zip("b/my.mcpb", Map.of("manifest.json", manifest, "server/index.js", ""));
        Found found = only();
        assertThat(found.definition().raw())
                .contains(directory.resolve("b/my/server/index.js").toString());
        assertThat(found.notes().getFirst()).startsWith("Unpack it first: unzip ");
        assertThat(directory.resolve("b/my")).doesNotExist();
    }

    @Test
    void an_archive_that_points_outside_is_refused_and_so_is_what_is_none() throws IOException {
        for (String name : List.of("../evil", "/etc/evil", "a/../../evil", "..\\evil", "C:/evil")) {
            zip("x.dxt", Map.of("manifest.json", "{}", name, ""));
            assertThat(result().skipped()).singleElement().asString().contains("do not unpack it");
        }
        write("x.dxt", "no archive");
        assertThat(result().skipped()).singleElement().asString().contains("no archive");
    }

    @Test
    void a_node_package_with_the_library_and_a_program_is_a_server() throws IOException {
        write("p/package.json", """
            {
              "name": "@example/mcp-server-notes",
              "bin": {"notes": "build/index.js"},
              "dependencies": {
                "@modelcontextprotocol/sdk": "^1.0.0"
              }
            }
            """);
        Found found = only();
        assertThat(found.name()).isEqualTo("notes");
        assertThat(found.confidence()).isEqualTo(Confidence.HIGH);
        assertThat(found.definition().raw())
                .isEqualTo("{\"command\":\"node\",\"args\":[\"" + directory.resolve("p/build/index.js") + "\"]}");
        assertThat(found.evidence()).extracting(Found.Evidence::line).containsExactly(5, 3);
        assertThat(found.notes()).singleElement().asString().startsWith("Build it first");
        write("p/package.json", "{\"name\": \"x\", \"bin\": \"x.js\", \"devDependencies\": {\"fastmcp\": \"1\"}}");
        assertThat(result().servers()).isEmpty();
    }

    @Test
    void a_python_project_with_the_library_and_a_script_is_a_server() throws IOException {
        write("q/pyproject.toml", """
            [project]
            name = "mcp-server-git"
            dependencies = [
              "click>=8",
              "mcp[cli]>=1.2",
            ]

            [project.scripts]
            mcp-server-git = "mcp_server_git:main"
            """);
        Found found = only();
        assertThat(found.name()).isEqualTo("git");
        assertThat(found.definition().raw())
                .isEqualTo("{\"command\":\"uv\",\"args\":[\"run\",\"--directory\",\"" + directory.resolve("q")
                        + "\",\"mcp-server-git\"]}");
        assertThat(found.evidence()).extracting(Found.Evidence::line).containsExactly(5, 9);
        write("q/pyproject.toml", "[project]\nname = \"x\"\ndependencies = [\"mcpx\", \"not-mcp\"]\n");
        assertThat(result().servers()).isEmpty();
    }

    @Test
    void a_maven_project_with_the_library_may_be_a_server() throws IOException {
        write("m/pom.xml", """
            <project>
              <artifactId>notes-mcp</artifactId>
              <version>1.0</version>
              <properties><exec.mainClass>com.example.Notes</exec.mainClass></properties>
              <dependencies>
                <dependency>
                  <groupId>io.modelcontextprotocol.sdk</groupId>
                  <artifactId>mcp</artifactId>
                </dependency>
              </dependencies>
            </project>
            """);
        Found found = only();
        assertThat(found.confidence()).isEqualTo(Confidence.MEDIUM);
        assertThat(found.definition().raw()).contains("\"java\"", "notes-mcp-1.0.jar", "com.example.Notes");
        assertThat(found.evidence()).extracting(Found.Evidence::line).containsExactly(8, 4);
        write("m/pom.xml", """
            <!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><project><artifactId>&e;</artifactId></project>
            """);
        assertThat(result().servers()).isEmpty();
    }

    @Test
    void a_dockerfile_with_the_label_is_a_server() throws IOException {
        write("d/Dockerfile", """
            FROM scratch
            # LABEL io.modelcontextprotocol.server.name="no"
            LABEL io.modelcontextprotocol.server.name="io.github.example/search"
            """);
        Found found = only();
        assertThat(found.definition().raw()).isEqualTo("{\"container\":{\"image\":\"search:local\"}}");
        assertThat(found.evidence().getFirst().line()).isEqualTo(3);
    }

    @Test
    void dependencies_and_loops_of_links_are_not_walked() throws IOException {
        String pack = "{\"name\": \"x\", \"bin\": \"x.js\", \"dependencies\": {\"fastmcp\": \"1\"}}";
        write("node_modules/x/package.json", pack);
        write("a/package.json", pack);
        Files.createSymbolicLink(directory.resolve("a/loop"), directory);
        Files.createSymbolicLink(directory.resolve("a/self"), Path.of("."));
        assertThat(result().servers()).hasSize(1);
        assertThat(result().whole()).isTrue();
    }

    @Test
    void a_search_ends_at_its_limits_and_says_so() throws IOException {
        write("a/b/c/package.json", "{}");
        assertThat(new Discoverer(new Limits(1, 100, 1000))
                        .discover(List.of(directory))
                        .whole())
                .isFalse();
        assertThat(new Discoverer(new Limits(9, 2, 1000))
                        .discover(List.of(directory))
                        .whole())
                .isFalse();
        assertThat(new Discoverer(new Limits(9, 100, 1))
                        .discover(List.of(directory))
                        .skipped())
                .singleElement()
                .asString()
                .contains("larger");
        assertThat(new Discoverer(new Limits(9, 100, 1000))
                        .discover(List.of(directory))
                        .whole())
                .isTrue();
    }

    @Test
    void what_cannot_be_read_is_said_and_does_not_end_the_search() throws IOException {
        write("a/package.json", "{\"name\": ");
        write("b/pyproject.toml", "x = = 1");
        write("c/package.json", "{\"name\": \"x\", \"bin\": \"x.js\", \"dependencies\": {\"fastmcp\": \"1\"}}");
        Discoverer.Result result = result();
        assertThat(result.servers()).hasSize(1);
        assertThat(result.skipped()).hasSize(2).allSatisfy(line -> assertThat(line)
                .contains(":1:"));
    }

    private void zip(String path, Map<String, String> entries) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.resolveSibling("x").getParent());
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }
}
