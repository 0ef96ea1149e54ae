package dev.nave.guard.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.Time;
import dev.nave.hub.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretStoreTest {
    private static final Secret VALUE = Secret.of("correct horse \"battery\" staple é");

    private final SecureRandom random = new SecureRandom();

    @TempDir
    Path directory;

    @Test
    void whatWasSetIsFoundByAnotherProcessWithTheSameKey() throws Exception {
        assertThat(store().get("token")).isEmpty();
        assertThat(store().list()).isEmpty();

        assertThat(store().set("token", VALUE)).isTrue();
        assertThat(store().set("team/other", Secret.of("x"))).isTrue();
        assertThat(store().set("token", VALUE)).isFalse();

        assertThat(store().get("token")).contains(VALUE);
        assertThat(store().get("Token")).isEmpty();
        assertThat(store().list()).extracting(SecretStore.Entry::name).containsExactly("team/other", "token");
        assertThat(store().remove("token")).isTrue();
        assertThat(store().remove("token")).isFalse();
        assertThat(store().get("token")).isEmpty();
        assertThat(store().get("team/other")).contains(Secret.of("x"));
    }

    @Test
    void filesAreTheirOwnersAloneAndHoldNoValue() throws Exception {
        store().set("token", VALUE);

        for (Path file : List.of(file(), key())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(Files.readString(file())).contains("token").doesNotContain("horse", "staple");
        assertThat(Files.readAllBytes(file())).isNotEqualTo(Files.readAllBytes(key()));
        try (var left = Files.list(directory)) {
            assertThat(left.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("secrets.json", "secrets.json.lock", "master.key");
        }
    }

    @Test
    void everySealIsAnother() throws Exception {
        store().set("a", VALUE);
        store().set("b", VALUE);
        String first = Files.readString(file());
        store().set("a", VALUE);

        assertThat(first.lines().map(line -> line.replaceFirst(".*\"sealed\":", "")))
                .doesNotHaveDuplicates();
        assertThat(Files.readString(file()).lines()).filteredOn(first::contains).hasSize(1);
    }

    @Test
    void aKeyThatOthersCanReadIsRefused() throws Exception {
        store().set("token", VALUE);
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> store().get("token"))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("rw-r-----")
                .hasMessageContaining("chmod 600 " + key());
        assertThatThrownBy(() -> store().set("token", VALUE)).isInstanceOf(StoreFailure.class);
    }

    @Test
    void anotherKeyOpensNothingAndIsNamed() throws Exception {
        store().set("token", VALUE);
        Files.delete(key());
        assertThatThrownBy(() -> store().get("token"))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("bring that key back");
        assertThatThrownBy(() -> store().set("token", VALUE))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("bring that key back");
        assertThat(key()).doesNotExist();
        Files.writeString(key(), "short\n");
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> store().get("token"))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("32 bytes in Base64")
                .hasMessageNotContaining("short");
    }

    @Test
    void noChangeOfTheFileGoesUnnoticed() throws Exception {
        store().set("a", Secret.of("first"));
        store().set("b", Secret.of("second"));
        List<String> lines = Files.readAllLines(file());

        refused(List.of(lines.get(0), lines.get(2), lines.get(1), lines.get(3)), "seal");
        refused(List.of(lines.get(0), lines.get(1), lines.get(3)), "seal");
        refused(List.of(lines.get(0), lines.get(1), lines.get(2)), "");
        refused(List.of(lines.get(0)), "too early");
        refused(List.of(), "");
        refused(List.of("[]", "{}"), "format");
        String swapped = lines.get(1).replaceFirst("\"a\"", "\"c\"");
        refused(List.of(lines.get(0), swapped, lines.get(2), lines.get(3)), "seal");
        byte[] whole = String.join("\n", lines).concat("\n").getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < whole.length - 1; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file(), changed);
            assertThatThrownBy(() -> store().get("a")).as("byte %s", at).isInstanceOf(StoreFailure.class);
        }
        Files.write(file(), whole);
        assertThat(store().get("a")).contains(Secret.of("first"));
    }

    private void refused(List<String> lines, String why) throws IOException {
        Files.write(file(), lines);
        assertThatThrownBy(() -> store().get("a"))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining(file().toString())
                .hasMessageContaining(why)
                .hasMessageNotContaining("first");
    }

    @Test
    void anEarlierFileBroughtBackIsNoticedByWhoeverSawALaterOne() throws Exception {
        SecretStore store = store();
        store.set("token", Secret.of("old"));
        byte[] earlier = Files.readAllBytes(file());
        store.set("token", Secret.of("new"));
        Files.write(file(), earlier);

        assertThatThrownBy(() -> store.get("token"))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("older than the one read before");
        assertThat(store().get("token")).contains(Secret.of("old"));
    }

    @Test
    void namesAndValuesHaveBounds() {
        for (String name : List.of("", "-a", "a b", "../a", "a/", "a".repeat(129), "ä", "a}")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store().set(name, VALUE))
                    .withMessageContaining("Expected a name");
        }
        for (String value : List.of("", "x".repeat(SecretStore.LARGEST + 1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store().set("a", Secret.of(value)))
                    .withMessageContaining("Expected a secret of 1 to 65536 bytes")
                    .withMessageNotContaining("xx");
        }
    }

    @Test
    void manyWhoSetAtOnceLoseNothing() throws Exception {
        List<Callable<Boolean>> setting = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String name = "secret-" + i;
            setting.add(() -> store().set(name, Secret.of("value of " + name)));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> each : threads.invokeAll(setting)) {
                assertThat(each.get()).isTrue();
            }
        }
        assertThat(store().list()).hasSize(40);
        assertThat(store().get("secret-39")).contains(Secret.of("value of secret-39"));
    }

    @Test
    void aNewKeySealsEverythingAnew() throws Exception {
        store().set("a", Secret.of("first"));
        store().set("b", Secret.of("second"));
        byte[] key = Files.readAllBytes(key());
        String before = Files.readString(file());
        List<SecretStore.Entry> entries = store().list();

        assertThat(store().rotateKey()).isEqualTo(new SecretStore.Rotated(2, Optional.empty()));

        assertThat(Files.readAllBytes(key())).isNotEqualTo(key);
        assertThat(Files.readString(file()).lines()).noneMatch(before::contains);
        assertThat(store().list()).isEqualTo(entries);
        assertThat(store().get("a")).contains(Secret.of("first"));
        assertThat(directory.resolve("master.key.next")).doesNotExist();
    }

    @Test
    void aChangeOfTheKeyMayBreakOffAnywhere() throws Exception {
        for (Point point : Point.values()) {
            store().set("a", Secret.of("at " + point));
            SecretStore breaking =
                    new SecretStore(file(), new Breaking(new FileKey(key()), point), random, Time.SYSTEM);
            assertThatThrownBy(breaking::rotateKey).as("%s", point).hasMessage("broken off");

            assertThat(store().get("a")).as("%s", point).contains(Secret.of("at " + point));
            store().set("b", Secret.of("after " + point));
            assertThat(store().rotateKey().secrets()).isEqualTo(2);
            assertThat(store().get("a")).as("%s", point).contains(Secret.of("at " + point));
            assertThat(store().get("b")).as("%s", point).contains(Secret.of("after " + point));
        }
    }

    @Test
    void aReaderThatSeesTheOldKeyAndTheNewStoreLooksAgain() throws Exception {
        store().set("a", VALUE);
        MasterKey key = new FileKey(key());
        // Between its look at the store and its look at the key the whole change happens.
        SecretStore reader = new SecretStore(
                file(),
                new Delegating(key) {
                    private boolean first = true;

                    @Override
                    public Optional<byte[]> current() throws StoreFailure {
                        if (first) {
                            first = false;
                            store().rotateKey();
                        }
                        return super.current();
                    }
                },
                random,
                Time.SYSTEM);
        assertThat(reader.get("a")).contains(VALUE);
    }

    @Test
    void aKeyFromTheEnvironmentIsChangedByWhoeverSetsIt() throws Exception {
        Map<String, String> first = Map.of("NAVE_MASTER_KEY", base64());
        assertThatThrownBy(() -> store(Map.of()).set("a", VALUE)).hasMessageContaining("set NAVE_MASTER_KEY");
        store(first).set("a", VALUE);
        assertThatThrownBy(() -> store(first).rotateKey()).hasMessageContaining("set NAVE_MASTER_KEY_NEXT");

        String next = base64();
        Map<String, String> both =
                Map.of("NAVE_MASTER_KEY", first.get("NAVE_MASTER_KEY"), "NAVE_MASTER_KEY_NEXT", next);
        assertThat(store(both).rotateKey().afterwards().orElseThrow()).contains("remove NAVE_MASTER_KEY_NEXT");

        assertThat(store(both).get("a")).contains(VALUE);
        assertThat(store(Map.of("NAVE_MASTER_KEY", next)).get("a")).contains(VALUE);
        assertThatThrownBy(() -> store(first).get("a"))
                .hasMessageContaining("not in the environment variable NAVE_MASTER_KEY")
                .hasMessageNotContaining(first.get("NAVE_MASTER_KEY"));
        assertThatThrownBy(() -> store(both).rotateKey()).hasMessageContaining("the one in use");
    }

    private String base64() {
        return Base64.getEncoder().encodeToString(MasterKey.make(random));
    }

    private SecretStore store() {
        return new SecretStore(file(), new FileKey(key()), random, Time.SYSTEM);
    }

    private SecretStore store(Map<String, String> environment) {
        return new SecretStore(
                directory.resolve("environment.json"), new EnvironmentKey(environment), random, Time.SYSTEM);
    }

    private Path file() {
        return directory.resolve("secrets.json");
    }

    private Path key() {
        return directory.resolve("master.key");
    }

    /** Where a change of the key is broken off. */
    private enum Point {
        BEFORE_THE_NEXT_KEY,
        BEFORE_THE_STORE,
        BEFORE_THE_KEY_IS_PROMOTED
    }

    private static class Delegating implements MasterKey {
        private final MasterKey key;

        Delegating(MasterKey key) {
            this.key = key;
        }

        @Override
        public Optional<byte[]> current() throws StoreFailure {
            return key.current();
        }

        @Override
        public Optional<byte[]> next() throws StoreFailure {
            return key.next();
        }

        @Override
        public byte[] create(SecureRandom random) throws StoreFailure {
            return key.create(random);
        }

        @Override
        public byte[] prepare(SecureRandom random) throws StoreFailure {
            return key.prepare(random);
        }

        @Override
        public void promote() throws StoreFailure {
            key.promote();
        }

        @Override
        public String place() {
            return key.place();
        }
    }

    private static final class Breaking extends Delegating {
        private final Point point;

        Breaking(MasterKey key, Point point) {
            super(key);
            this.point = point;
        }

        @Override
        public byte[] prepare(SecureRandom random) throws StoreFailure {
            byte[] key = point == Point.BEFORE_THE_NEXT_KEY ? breakOff() : super.prepare(random);
            return point == Point.BEFORE_THE_STORE ? breakOff() : key;
        }

        @Override
        public void promote() {
            breakOff();
        }

        private static byte[] breakOff() {
            throw new IllegalStateException("broken off");
        }
    }
}
