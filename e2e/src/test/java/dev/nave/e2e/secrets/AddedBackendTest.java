package dev.nave.e2e.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.nave.e2e.HubProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backend of somebody else's, in a jar of its own beside the packaged program. */
final class AddedBackendTest {
    private static final String SOURCE = """
        package org.example;

        import dev.nave.guard.secret.SecretBackend;
        import dev.nave.hub.secret.Secret;
        import dev.nave.hub.secret.SecretUnavailable;

        public final class Drawer implements SecretBackend {
            @Override
            public String kind() {
                return "drawer";
            }

            @Override
            public Secret find(String name) throws SecretUnavailable {
                if (name.equals("empty")) {
                    throw new SecretUnavailable("the drawer is empty", "Fill it.", true);
                }
                return Secret.of("from-the-drawer-" + name);
            }
        }
        """;

    @TempDir
    Path directory;

    @Test
    void itsSecretsReachServersAndItsRefusalsPeople() throws Exception {
        assumeThat(HubProcess.LAUNCHER)
                .as("the packaged program, which `mvn verify` makes")
                .exists();
        Files.writeString(directory.resolve("nave.yaml"), """
            mcpServers:
              good:
                command: sh
                args: [-c, 'printf %s "$TOKEN" >token; exec sh "$0" x', "${SERVER}"]
                env: { TOKEN: "${drawer:top}" }
              bad: { command: sh, env: { TOKEN: "${drawer:empty}" } }
            """);
        Map<String, String> environment = new HashMap<>();
        environment.put("XDG_CONFIG_HOME", directory.toString());
        environment.put(
                "SERVER",
                Path.of("src/test/sh/light-server.sh").toAbsolutePath().toString());

        NaveRun without = NaveRun.of(List.of(HubProcess.LAUNCHER.toString(), "check"), directory, environment, "");
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err()).contains("not ${drawer:top}");

        environment.put("NAVE_CLASS_PATH", jar().toString());
        NaveRun with = NaveRun.of(List.of(HubProcess.LAUNCHER.toString(), "check"), directory, environment, "");
        assertThat(Files.readString(directory.resolve("token"))).isEqualTo("from-the-drawer-top");
        assertThat(with.out())
                .contains("${drawer:empty} (nave.yaml:6:37) cannot be had: the drawer is empty. Fill it.")
                .doesNotContain("from-the-drawer");
        assertThat(with.err())
                .contains("event=secret.read reader=\"good\" reference=\"${drawer:top}\" outcome=found")
                .contains("reader=\"bad\" reference=\"${drawer:empty}\" outcome=unavailable")
                .doesNotContain("from-the-drawer");
    }

    private Path jar() throws IOException {
        Path source = Files.writeString(
                Files.createDirectories(directory.resolve("source")).resolve("Drawer.java"), SOURCE);
        Path classes = Files.createDirectories(directory.resolve("classes"));
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream(),
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString());
        assertThat(code).isZero();
        Path jar = directory.resolve("drawer.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            entry(out, "org/example/Drawer.class", Files.readAllBytes(classes.resolve("org/example/Drawer.class")));
            entry(
                    out,
                    "META-INF/services/dev.nave.guard.secret.SecretBackend",
                    "org.example.Drawer\n".getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static void entry(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(content);
        out.closeEntry();
    }
}
