package dev.nave.guard.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.hub.secret.Reference;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.SecretUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {
    @TempDir
    Path directory;

    @Test
    void aVariableIsFoundAndAMissingOneIsSaidForGood() throws Exception {
        EnvironmentBackend environment = new EnvironmentBackend(Map.of("TOKEN", "value", "EMPTY", ""));
        assertThat(environment.find("TOKEN")).isEqualTo(Secret.of("value"));
        assertThat(environment.find("EMPTY")).isEqualTo(Secret.of(""));
        assertThat(unavailable(() -> environment.find("OTHER"))).satisfies(missing -> {
            assertThat(missing.reason()).isEqualTo("the environment variable OTHER is not set");
            assertThat(missing.isWorthRetrying()).isFalse();
        });
    }

    @Test
    void aFileIsFoundWithoutTheLineEndAtItsEnd() throws Exception {
        FileBackend files = FileBackend.files();
        for (String text : List.of("value é", "value é\n", "value é\r\n")) {
            assertThat(files.find(write("token", text).toString())).isEqualTo(Secret.of("value é"));
        }
        assertThat(files.find(write("token", "two\n\n").toString())).isEqualTo(Secret.of("two\n"));
        write("db", "of docker\n");
        assertThat(FileBackend.docker(directory).find("db")).isEqualTo(Secret.of("of docker"));
        assertThat(FileBackend.docker().kind()).isEqualTo("docker");
    }

    @Test
    void aMountThatKubernetesReplacesIsFoundAnew() throws Exception {
        Path first = Files.createDirectories(directory.resolve("..2026_1"));
        Path second = Files.createDirectories(directory.resolve("..2026_2"));
        Files.writeString(first.resolve("token"), "old");
        Files.writeString(second.resolve("token"), "new");
        Path data = Files.createSymbolicLink(directory.resolve("..data"), first.getFileName());
        Path token = Files.createSymbolicLink(directory.resolve("token"), Path.of("..data/token"));
        assertThat(FileBackend.files().find(token.toString())).isEqualTo(Secret.of("old"));
        Files.delete(data);
        Files.createSymbolicLink(data, second.getFileName());
        assertThat(FileBackend.files().find(token.toString())).isEqualTo(Secret.of("new"));
    }

    @Test
    void aFileThatHoldsNoSecretIsSaidWithItsPath() throws Exception {
        FileBackend files = FileBackend.files();
        Map<Path, String> problems = Map.of(
                directory.resolve("missing"),
                "there is no file",
                directory,
                "it is a directory",
                write("empty", "\n"),
                "is empty",
                write("large", "x".repeat(70_000)),
                "has more than 65536 bytes",
                Files.write(directory.resolve("latin"), new byte[] {'q', 'z', 'q', (byte) 0xE9}),
                "is no UTF-8 text");
        problems.forEach((file, problem) -> assertThat(unavailable(() -> files.find(file.toString())))
                .satisfies(missing -> {
                    assertThat(missing.reason())
                            .contains(problem, file.toString())
                            .doesNotContain("xxx", "qzq");
                    assertThat(missing.advice()).isNotEmpty();
                    assertThat(missing.isWorthRetrying()).isTrue();
                }));
    }

    @Test
    void lastPassIsAskedForOneFieldOfOneEntry() throws Exception {
        LastPassBackend lastPass = lastPass("""
            [ "$1 $2 $3" = "show --sync=now --color=never" ] || { echo usage >&2; exit 1; }
            case "$4 $5" in
              "--password Team/tickets") echo "pass word" ;;
              "--username Team/tickets") echo ada ;;
              "--field=API key 1234") echo key ;;
              "--notes 1234") echo ;;
              *) echo "Error: Could not find specified account(s)." >&2; exit 1 ;;
            esac
            """);
        assertThat(lastPass.find("Team/tickets")).isEqualTo(Secret.of("pass word"));
        assertThat(lastPass.find("Team/tickets#username")).isEqualTo(Secret.of("ada"));
        assertThat(lastPass.find("1234#API key")).isEqualTo(Secret.of("key"));
        assertThat(unavailable(() -> lastPass.find("1234#notes")).reason()).isEqualTo("the field 'notes' is empty");
        assertThat(unavailable(() -> lastPass.find("nobody"))).satisfies(missing -> {
            assertThat(missing.reason()).contains("Could not find specified account");
            assertThat(missing.advice()).contains("lpass ls");
        });
        assertThat(unavailable(() -> lastPass.find("--help")).reason()).contains("begins with '-'");
    }

    @Test
    void lastPassThatIsSignedOutOrNotThereIsSaid() throws Exception {
        LastPassBackend signedOut = lastPass(
                "echo 'Error: Could not find decryption key. Perhaps you need to login with `lpass login`.' >&2"
                        + "; exit 1\n");
        assertThat(unavailable(() -> signedOut.find("a")).advice()).contains("lpass login");
        LastPassBackend missing =
                new LastPassBackend(Map.of("PATH", directory.resolve("nothing").toString()));
        assertThat(unavailable(() -> missing.find("a"))).satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo("there is no program 'lpass' on the PATH: install it");
            assertThat(failure.isWorthRetrying()).isTrue();
        });
    }

    @Test
    void theFinderAsksTheBackendOfTheKind() throws Exception {
        try (SecretFinder finder = finder(new EnvironmentBackend(Map.of("A", "a")), new Odd())) {
            assertThat(finder.find(Reference.of("env", "A"), "x")).isEqualTo(Secret.of("a"));
            assertThat(finder.find(Reference.of("odd", "b"), "x")).isEqualTo(Secret.of("odd b"));
            assertThat(unavailable(() -> finder.find(Reference.of("vault", "a/b#c"), "x"))
                            .advice())
                    .isEqualTo("Write one of env, odd.");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> finder(new Odd(), new Odd()))
                .withMessageContaining("remove one of them from the class path");
    }

    @Test
    void aBackendWithADefectSaysNothingItShouldNot() {
        try (SecretFinder finder = finder(new Odd())) {
            assertThat(unavailable(() -> finder.find(Reference.of("odd", "defect"), "x"))
                            .reason())
                    .isEqualTo("its backend failed with java.lang.IllegalStateException");
        }
    }

    private static SecretFinder finder(SecretBackend... backends) {
        return new SecretFinder(List.of(backends), new SecureRandom());
    }

    static SecretUnavailable unavailable(ThrowingCallable finding) {
        return assertThatExceptionOfType(SecretUnavailable.class)
                .isThrownBy(finding)
                .actual();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    /** LastPass by a program that behaves as the real one, as far as it is asked. */
    private LastPassBackend lastPass(String script) throws IOException {
        Path programs = Files.createDirectories(directory.resolve("bin"));
        Path program = Files.writeString(programs.resolve("lpass"), "#!/usr/bin/env bash\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PATH", programs + ":" + environment.get("PATH"));
        return new LastPassBackend(environment);
    }

    private static final class Odd implements SecretBackend {
        @Override
        public String kind() {
            return "odd";
        }

        @Override
        public Secret find(String name) {
            if (name.equals("defect")) {
                throw new IllegalStateException("the token is t0p-s3cret");
            }
            return Secret.of("odd " + name);
        }
    }
}
