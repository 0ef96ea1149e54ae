package dev.nave.e2e.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nave secret}, as it is typed. */
final class SecretCommandTest {
    @TempDir
    Path directory;

    @Test
    void secretsAreSetListedRemovedAndSealedAnew() throws Exception {
        assertThat(nave("", "secret", "list").out()).startsWith("There is no secret in " + own("secrets.json"));
        NaveRun set = nave("t0p-s3cret\n", "secret", "set", "tickets");
        assertThat(set).isEqualTo(new NaveRun(0, "Kept 'tickets': write ${secret:tickets} where it is needed.\n", ""));
        assertThat(nave("an0ther", "secret", "set", "tickets").out()).startsWith("Replaced 'tickets'");

        assertThat(nave("", "secret", "list").out()).matches("tickets  set \\d+ s ago\\n");
        assertThat(nave("", "secret", "list", "--json").out())
                .matches("\\[\\{\"name\":\"tickets\",\"created\":\"[^\"]+\",\"updated\":\"[^\"]+\"}]\\n");
        assertThat(Files.readString(own("secrets.json"))).doesNotContain("an0ther", "t0p-s3cret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own("master.key"))))
                .isEqualTo("rw-------");

        String key = Files.readString(own("master.key"));
        assertThat(nave("", "secret", "rotate-key").out()).isEqualTo("Sealed 1 secret with a new key.\n");
        assertThat(Files.readString(own("master.key"))).isNotEqualTo(key);
        assertThat(nave("", "secret", "remove", "tickets").out()).isEqualTo("Removed 'tickets'.\n");
        NaveRun again = nave("", "secret", "remove", "tickets");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("There is no secret 'tickets'");
    }

    @Test
    void aValueIsNoArgumentAndIsNotRepeated() throws Exception {
        NaveRun argument = nave("", "secret", "set", "tickets", "t0p-s3cret");
        assertThat(argument.code()).isEqualTo(2);
        assertThat(argument.err())
                .contains("standard input, not as an argument")
                .doesNotContain("t0p-s3cret");
        NaveRun name = nave("t0p-s3cret", "secret", "set", "a b");
        assertThat(name.code()).isEqualTo(2);
        assertThat(name.err()).contains("Expected a name").doesNotContain("t0p-s3cret");
        assertThat(nave("\n", "secret", "set", "empty").err()).contains("Expected a secret of 1 to 65536 bytes");
        assertThat(own("secrets.json")).doesNotExist();
    }

    @Test
    void processesThatSetAtOnceLoseNothing() throws Exception {
        List<Callable<NaveRun>> setting = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String name = "secret-" + i;
            setting.add(() -> nave("value of " + name, "secret", "set", name));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (Future<NaveRun> each : threads.invokeAll(setting)) {
                assertThat(each.get().code()).as("%s", each.get()).isZero();
            }
        }
        assertThat(nave("", "secret", "list").out().lines()).hasSize(6);
    }

    @Test
    void theConfigurationSaysWhereTheStoreIsAndTheEnvironmentMayHoldItsKey() throws Exception {
        Files.writeString(directory.resolve("nave.yaml"), "secrets: { store: here/secrets.json }\n");
        String key = Base64.getEncoder().encodeToString(new byte[32]);
        NaveRun set = NaveRun.of(directory, environment(Map.of("NAVE_MASTER_KEY", key)), "value", "secret", "set", "a");
        assertThat(set.code()).as("%s", set).isZero();
        assertThat(directory.resolve("here/secrets.json")).exists();
        assertThat(own("master.key")).doesNotExist();
        NaveRun without = nave("", "secret", "list");
        assertThat(without.code()).isEqualTo(1);
        assertThat(without.err()).contains("which is not in the file " + own("master.key"));
        assertThat(nave("value", "secret", "set", "b", "--store", "other.json").code())
                .isZero();
        assertThat(directory.resolve("other.json")).exists();
    }

    private NaveRun nave(String input, String... arguments) throws IOException, InterruptedException {
        return NaveRun.of(directory, environment(Map.of()), input, arguments);
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
        return environment;
    }

    private Path own(String name) {
        return directory.resolve("config/nave").resolve(name);
    }
}
