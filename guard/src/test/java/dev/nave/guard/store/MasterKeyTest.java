package dev.nave.guard.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.Time;
import dev.nave.hub.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every place a master key may be kept in, held to one behaviour; the keyrings by programs that behave as the real. */
class MasterKeyTest {
    private final SecureRandom random = new SecureRandom();

    @TempDir
    Path directory;

    @Test
    void aFileKeepsIt() throws Exception {
        keeps(new FileKey(directory.resolve("keys/master.key")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("keys"))))
                .isEqualTo("rwx------");
    }

    @Test
    void theKeyringOfLinuxKeepsIt() throws Exception {
        keeps(KeyringKey.ofLinux(withProgram("secret-tool", """
            what=$1; shift
            if [ "$what" = store ]; then
              case $1 in --label=*) shift ;; *) echo "no label" >&2; exit 2 ;; esac
            fi
            entry=$ring/$(printf '%s_' "$@")
            case $what in
              store) cat >"$entry" ;;
              lookup) [ -e "$entry" ] || exit 1; printf %s "$(cat "$entry")" ;;
              clear) rm -f "$entry" ;;
              *) echo "usage" >&2; exit 2 ;;
            esac
            """)));
    }

    @Test
    void theKeychainOfMacOsKeepsIt() throws Exception {
        keeps(KeyringKey.ofMac(withProgram("security", """
            if [ "$1" = -i ]; then read -r line; set -- $line; fi
            what=$1; shift
            while [ $# -gt 0 ]; do
              case $1 in
                -s) name=$2; shift 2 ;;
                -a) account=$2; shift 2 ;;
                -U) shift ;;
                -w) if [ "$what" = add-generic-password ]; then value=$2; shift; fi; shift ;;
                *) echo "security: unknown option $1" >&2; exit 2 ;;
              esac
            done
            entry=$ring/$account-$name
            case $what in
              add-generic-password) printf %s "$value" >"$entry" ;;
              find-generic-password)
                if [ ! -e "$entry" ]; then echo "The specified item could not be found in the keychain." >&2; exit 44; fi
                cat "$entry"; echo ;;
              delete-generic-password) rm "$entry" 2>/dev/null || exit 44 ;;
            esac
            """)));
    }

    @Test
    void theRealKeyringOfLinuxKeepsIt() throws Exception {
        RealKeyring.assumeThere();
        try (RealKeyring keyring = RealKeyring.start(directory)) {
            keeps(KeyringKey.ofLinux(keyring.environment()));
        }
    }

    @Test
    void aKeyringThatIsLockedOrMissingIsSaid() throws Exception {
        KeyringKey locked = KeyringKey.ofLinux(
                withProgram("secret-tool", "echo 'Cannot autolaunch D-Bus without X11 $DISPLAY' >&2; exit 1\n"));
        assertThatThrownBy(() -> store(locked).set("a", Secret.of("x")))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("Cannot autolaunch D-Bus")
                .hasMessageContaining("NAVE_MASTER_KEY");
        KeyringKey missing = KeyringKey.ofLinux(Map.of("PATH", directory.toString()));
        assertThatThrownBy(() -> store(missing).set("a", Secret.of("x")))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("there is no program 'secret-tool' on the PATH");
        KeyringKey forgetful = KeyringKey.ofLinux(
                withProgram("secret-tool", "case $1 in store) cat >/dev/null ;; *) exit 1 ;; esac\n"));
        assertThatThrownBy(() -> store(forgetful).set("a", Secret.of("x")))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("it does not come back");
    }

    private void keeps(MasterKey key) throws Exception {
        assertThat(key.current()).isEmpty();
        assertThat(key.next()).isEmpty();
        byte[] first = key.create(random);
        assertThat(first).hasSize(MasterKey.BYTES);
        assertThat(key.current()).hasValueSatisfying(kept -> assertThat(kept).isEqualTo(first));

        byte[] next = key.prepare(random);
        assertThat(key.current()).hasValueSatisfying(kept -> assertThat(kept).isEqualTo(first));
        assertThat(key.next()).hasValueSatisfying(kept -> assertThat(kept).isEqualTo(next));
        key.promote();
        assertThat(key.current()).hasValueSatisfying(kept -> assertThat(kept).isEqualTo(next));
        assertThat(key.next()).isEmpty();
        key.promote();
        assertThat(key.current()).hasValueSatisfying(kept -> assertThat(kept).isEqualTo(next));

        SecretStore store = store(key);
        store.set("token", Secret.of("value"));
        store.rotateKey();
        assertThat(store(key).get("token")).contains(Secret.of("value"));
    }

    private SecretStore store(MasterKey key) {
        return new SecretStore(directory.resolve("secrets.json"), key, random, Time.SYSTEM);
    }

    /** An environment with a program of that name, which may keep files in {@code $ring}. */
    private Map<String, String> withProgram(String name, String script) throws IOException {
        Path programs = Files.createDirectories(directory.resolve("bin"));
        Path ring = Files.createDirectories(directory.resolve("ring"));
        Path program = Files.writeString(programs.resolve(name), "#!/usr/bin/env bash\nring=" + ring + "\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PATH", programs + ":" + environment.get("PATH"));
        return environment;
    }
}
