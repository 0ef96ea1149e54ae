package dev.nave.hub.naming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.FakeServer;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.NameStyle;
import dev.nave.hub.configuration.ServerSettings;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {
    @Test
    void aNameBeginsWithItsServer() {
        assertThat(names(NameStyle.PREFIX, "files").prefixed("files", "read")).isEqualTo("files__read");
        assertThat(names(NameStyle.COLON, "files").prefixed("files", "read")).isEqualTo("files:read");
        assertThat(names(NameStyle.DOT, "files").prefixed("files", "a.read")).isEqualTo("files.a.read");
        assertThat(names(NameStyle.PLAIN, "files", "git").prefixed("files", "read"))
                .isEqualTo("files__read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"read file", "lire_données", "a.b", "", "👍", "looks_like_0123abcd"})
    void aNameThatCannotStandAsItIsCarriesItsHash(String own) {
        assertThat(names(NameStyle.PREFIX, "files").prefixed("files", own))
                .matches("files__[A-Za-z0-9_-]*_[0-9a-f]{8}")
                .hasSizeLessThanOrEqualTo(60);
    }

    @Test
    void theHashIsThatOfTheAliasAndTheOriginal() {
        // printf 'files\0read file' | sha256sum
        assertThat(names(NameStyle.PREFIX, "files").prefixed("files", "read file"))
                .isEqualTo("files__read_file_d8793cb6");
    }

    @Test
    void aLongNameIsCutToSixtyCharacters() {
        String exposed = names(NameStyle.PREFIX, "files").prefixed("files", "x".repeat(54));
        assertThat(exposed).hasSize(60).matches("files__x+_[0-9a-f]{8}");
        assertThat(names(NameStyle.PREFIX, "files").prefixed("files", "x".repeat(53)))
                .isEqualTo("files__" + "x".repeat(53));
    }

    @ParameterizedTest
    @EnumSource(NameStyle.class)
    void noTwoNamesOfAnyServersAreSpelledAlike(NameStyle style) {
        Names names = names(style, "a", "a-b", "a_c", "abcdefghijklmnopqrstuvwx");
        Random random = new Random(20261121);
        Set<String> own = new HashSet<>();
        Set<String> exposed = new HashSet<>();
        String alphabet = "ab_-.:é ";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder name = new StringBuilder();
            int length = random.nextInt(70);
            for (int at = 0; at < length; at++) {
                name.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (String server : List.of("a", "a-b", "a_c", "abcdefghijklmnopqrstuvwx")) {
                if (own.add(server + "\0" + name)) {
                    String spelled = names.prefixed(server, name.toString());
                    assertThat(exposed.add(spelled))
                            .as("%s of %s", name, server)
                            .isTrue();
                    assertThat(spelled).hasSizeLessThanOrEqualTo(60);
                    assertThat(names.serverOf(spelled)).contains(server);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///a b", "ui://panel/x?y#z", "ui://", "{+uri}", "a+b", "", "files+file:///x", "ui://x"})
    void aUriFindsItsServerAndItsSpellingAgain(String own) {
        Names names = names(NameStyle.PREFIX, "Files_1", "git");
        String exposed = names.uri("Files_1", own);
        assertThat(names.owned(exposed)).contains(new Names.Owned("Files_1", own));
        assertThat(exposed.startsWith("ui://")).isEqualTo(own.startsWith("ui://"));
    }

    @Test
    void aUriThatBearsNoServersNameIsNobodys() {
        Names names = names(NameStyle.PREFIX, "files");
        assertThat(names.owned("file:///a")).isEmpty();
        assertThat(names.owned("ui://files")).isEmpty();
        assertThat(names.owned("git+ssh://x")).isEmpty();
    }

    @Test
    void oneServerInPlainStyleIsNotRenamedAtAll() {
        Names names = names(NameStyle.PLAIN, "files");
        assertThat(names.isExact()).isTrue();
        assertThat(names.prefixed("files", "any thing")).isEqualTo("any thing");
        assertThat(names.uri("files", "file:///a")).isEqualTo("file:///a");
        assertThat(names.owned("file:///a")).isEqualTo(Optional.of(new Names.Owned("files", "file:///a")));
    }

    private static Names names(NameStyle style, String... servers) {
        List<ServerSettings> settings = Arrays.stream(servers)
                .map(name -> new FakeServer(name).settings())
                .toList();
        Configuration all = Configuration.of(settings);
        return Names.of(all.withNames(style));
    }
}
