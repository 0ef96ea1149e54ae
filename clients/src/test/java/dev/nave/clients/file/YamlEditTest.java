package dev.nave.clients.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.protocol.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

final class YamlEditTest {
    private static final Json SERVER = Json.parse("""
        {"command": "npx", "args": ["-y", "@scope/pkg@1.2.3", "/data"], "env": {"TOKEN": "${env:TOKEN}"}}
        """);

    private static Document yaml(String text) {
        return Document.read(Format.YAML, text);
    }

    private static String add(String text) {
        return yaml(text).put(Step.keys("mcpServers", "new"), SERVER).text();
    }

    private static String small(String text) {
        return yaml(text)
                .put(
                        Step.keys("mcpServers", "b"),
                        Json.object().put("command", "b").build())
                .text();
    }

    private static String remove(String text, String... way) {
        return yaml(text).remove(Step.keys(way)).text();
    }

    @Test
    void a_server_comes_after_the_last_one_and_before_the_comments_and_blank_lines_that_follow_it() {
        assertThat(add("""
            # my servers
            mcpServers:
              files:   # the first
                command: npx   # node

            # where it listens
            listen: { http: "127.0.0.1:8420" }
            """)).isEqualTo("""
                # my servers
                mcpServers:
                  files:   # the first
                    command: npx   # node
                  new:
                    command: npx
                    args: [-y, "@scope/pkg@1.2.3", /data]
                    env:
                      TOKEN: "${env:TOKEN}"

                # where it listens
                listen: { http: "127.0.0.1:8420" }
                """);
    }

    @Test
    void the_indent_of_the_file_is_kept() {
        assertThat(add("mcpServers:\n    files:\n        command: x\n")).contains("\n    new:\n        command: npx\n");
        assertThat(add("mcpServers:\n files:\n  command: x\n")).contains("\n new:\n  command: npx\n");
    }

    @Test
    void an_empty_file_and_one_of_comments_get_what_is_missing() {
        assertThat(small("")).isEqualTo("mcpServers:\n  b:\n    command: b\n");
        assertThat(small("# nothing yet\n")).isEqualTo("# nothing yet\nmcpServers:\n  b:\n    command: b\n");
        assertThat(small("# nothing yet")).isEqualTo("# nothing yet\nmcpServers:\n  b:\n    command: b\n");
        assertThat(small("names: dot\n")).isEqualTo("names: dot\nmcpServers:\n  b:\n    command: b\n");
        assertThat(small("---\n")).isEqualTo("---\nmcpServers:\n  b:\n    command: b\n");
    }

    @Test
    void servers_that_are_nothing_yet_get_their_first_one() {
        String expected = "mcpServers:\n  b:\n    command: b\nnames: dot\n";
        assertThat(small("mcpServers:\nnames: dot\n")).isEqualTo(expected);
        assertThat(small("mcpServers: {}\nnames: dot\n")).isEqualTo(expected);
        assertThat(small("mcpServers: ~\nnames: dot\n")).isEqualTo(expected);
        assertThat(small("mcpServers: {} # none yet\nnames: dot\n"))
                .isEqualTo("mcpServers: # none yet\n  b:\n    command: b\nnames: dot\n");
        assertThat(small("mcpServers:")).isEqualTo("mcpServers:\n  b:\n    command: b");
    }

    @Test
    void a_mapping_in_braces_stays_one() {
        assertThat(small("mcpServers: { a: { command: a } }\n"))
                .isEqualTo("mcpServers: { a: { command: a }, b: { command: b } }\n");
        assertThat(small("mcpServers: {\n  a: { command: a },  # first\n}\n"))
                .isEqualTo("mcpServers: {\n  a: { command: a },  # first\n  b: { command: b },\n}\n");
        assertThat(small("mcpServers: {\n  a: { command: a }  # first\n}\n"))
                .isEqualTo("mcpServers: {\n  a: { command: a },  # first\n  b: { command: b }\n}\n");
        assertThat(small("{\"mcpServers\": {}}\n")).isEqualTo("{\"mcpServers\": { b: { command: b } }}\n");
        assertThat(remove("mcpServers: { a: { command: a }, b: { command: b } }\n", "mcpServers", "a"))
                .isEqualTo("mcpServers: { b: { command: b } }\n");
        assertThat(remove("mcpServers: { a: { command: a }, b: { command: b } }\n", "mcpServers", "b"))
                .isEqualTo("mcpServers: { a: { command: a } }\n");
    }

    @Test
    void line_ends_of_windows_and_a_missing_last_one_stay() {
        assertThat(small("mcpServers:\r\n  a:\r\n    command: a\r\n"))
                .isEqualTo("mcpServers:\r\n  a:\r\n    command: a\r\n  b:\r\n    command: b\r\n");
        assertThat(small("mcpServers:\n  a:\n    command: a"))
                .isEqualTo("mcpServers:\n  a:\n    command: a\n  b:\n    command: b");
    }

    @Test
    void a_block_of_text_at_the_end_keeps_its_lines() {
        assertThat(small("mcpServers:\n  a:\n    command: |\n      x\n\n# end\n"))
                .isEqualTo("mcpServers:\n  a:\n    command: |\n      x\n  b:\n    command: b\n\n# end\n");
        assertThat(small("mcpServers:\n  a:\n    command: |+\n      x\n\n# end\n"))
                .isEqualTo("mcpServers:\n  a:\n    command: |+\n      x\n\n  b:\n    command: b\n# end\n");
    }

    @Test
    void anchors_are_left_alone_and_an_alias_is_not_edited() {
        String text = """
            base: &base
              command: npx
            mcpServers:
              a: *base
              b: &b { command: b }
              c: *b
            """;
        assertThat(add(text)).startsWith(text.stripTrailing() + "\n  new:");
        assertThat(remove(text, "mcpServers", "c")).isEqualTo(text.replace("  c: *b\n", ""));
        assertThatThrownBy(() -> yaml(text).put(Step.keys("mcpServers", "a", "enabled"), Json.FALSE))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("alias");
        assertThatThrownBy(() -> remove(text, "mcpServers", "b"))
                .as("what an alias below still needs")
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("edit the file by hand");
    }

    @Test
    void a_server_goes_with_its_lines_and_the_comments_around_stay() {
        String text = """
            mcpServers:
              # the first
              a:
                command: a   # a
                # inside
                args: [1]    # b

              # the second
              b: { command: b }  # c
            # the end
            """;
        assertThat(remove(text, "mcpServers", "a")).isEqualTo("""
            mcpServers:
              # the first

              # the second
              b: { command: b }  # c
            # the end
            """);
        assertThat(remove(remove(text, "mcpServers", "a"), "mcpServers", "b")).isEqualTo("""
            mcpServers: {}
              # the first

              # the second
            # the end
            """);
    }

    @Test
    void a_switch_is_set_in_place_or_added() {
        String text = "mcpServers:\n  a:\n    enabled: true  # for now\n    command: a\n  b: { command: b }\n";
        assertThat(yaml(text)
                        .put(Step.keys("mcpServers", "a", "enabled"), Json.FALSE)
                        .text())
                .isEqualTo(text.replace("true", "false"));
        assertThat(yaml(text)
                        .put(Step.keys("mcpServers", "b", "enabled"), Json.FALSE)
                        .text())
                .isEqualTo(text.replace("command: b }", "command: b, enabled: false }"));
    }

    @Test
    void a_server_is_replaced_under_its_key_as_spelled() {
        String text = "mcpServers:\n  \"a\":\n    command: a\n    args: [1]\n  b:\n    command: b\n";
        assertThat(yaml(text)
                        .put(
                                Step.keys("mcpServers", "a"),
                                Json.object().put("url", "http://x/mcp").build())
                        .text())
                .isEqualTo("mcpServers:\n  \"a\":\n    url: http://x/mcp\n  b:\n    command: b\n");
    }

    @Test
    void items_of_lists_are_found_by_name() {
        List<Step> way = List.of(new Step.Key("mcpServers"), new Step.Item("name", "nave"));
        Json nave = Json.object().put("name", "nave").put("command", "nave").build();
        String text = "name: mine\nmcpServers:\n  - name: a\n    command: a  # a\n\n# end\n";
        String added = yaml(text).put(way, nave).text();
        assertThat(added).isEqualTo("""
            name: mine
            mcpServers:
              - name: a
                command: a  # a
              - name: nave
                command: nave

            # end
            """);
        assertThat(yaml(added).remove(way).text()).isEqualTo(text);
        assertThat(yaml("mcpServers:\n- name: a\n").put(way, nave).text())
                .isEqualTo("mcpServers:\n- name: a\n- name: nave\n  command: nave\n");
        assertThat(yaml("name: x\n").put(way, nave).text())
                .isEqualTo("name: x\nmcpServers:\n  - name: nave\n    command: nave\n");
        assertThat(yaml("mcpServers: []\n").put(way, nave).text())
                .isEqualTo("mcpServers:\n  - name: nave\n    command: nave\n");
    }

    @Test
    void tabs_and_other_faults_are_refused_with_their_place() {
        assertThatThrownBy(() -> yaml("mcpServers:\n\ta: 1\n"))
                .isInstanceOfSatisfying(
                        DocumentException.class, e -> assertThat(e.line()).isEqualTo(2));
        assertThatThrownBy(() -> yaml("a: 1\na: 2\n")).hasMessageContaining("twice");
        assertThatThrownBy(() -> yaml("a: 1\n---\nb: 2\n")).hasMessageContaining("one document");
        assertThat(yaml("a: \"1\t\"\n").put(Step.keys("b"), Json.of(2)).text()).isEqualTo("a: \"1\t\"\nb: 2\n");
    }

    @Test
    void a_bomb_of_aliases_is_refused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 9; level++) {
            String alias = "*a" + (level - 1);
            bomb.append("a%d: &a%d [%s]\n"
                    .formatted(
                            level,
                            level,
                            String.join(
                                    ", ",
                                    List.of(alias, alias, alias, alias, alias, alias, alias, alias, alias, alias))));
        }
        assertThatThrownBy(() -> yaml(bomb.toString())).hasMessageContaining("bomb");
    }

    @Test
    void characters_beyond_the_first_plane_do_not_shift_the_places() {
        assertThat(small("a: 😀😀\nmcpServers:\n  a: { command: \"😀\" }  # 😀\nz: 1\n"))
                .isEqualTo("a: 😀😀\nmcpServers:\n  a: { command: \"😀\" }  # 😀\n  b:\n    command: b\nz: 1\n");
    }

    @Test
    void texts_that_would_mean_something_else_are_quoted() {
        List<String> texts = List.of(
                "yes",
                "null",
                "~",
                "1",
                "1.5",
                "0x1f",
                "1_000",
                "2026-01-01",
                "12:30:00",
                "- a",
                "a: b",
                "a #b",
                "#b",
                "@a",
                "`a",
                "*a",
                "&a",
                "!a",
                "%a",
                "a,b",
                "[a",
                "{a",
                "\"a",
                "'a",
                "",
                " a",
                "a ",
                "a\nb",
                "\u0007",
                "\u2028",
                "😀",
                "é",
                "-",
                "--",
                "-y",
                ".inf",
                "=",
                "<<",
                "|",
                ">",
                "?",
                "? a",
                ":",
                "a:",
                "${env:X}",
                "http://x:1/mcp",
                "C:\\x",
                "NO",
                "on",
                "+1",
                "-1",
                ".5",
                "1e3",
                "0o17",
                "\uFEFF",
                "a\tb",
                "...",
                "---");
        for (String text : texts) {
            Json server = Json.object()
                    .put("command", text)
                    .put("args", Json.array(List.of(Json.of(text))))
                    .build();
            Document edited = yaml("x: 1\n").put(Step.keys("mcpServers", text.isEmpty() ? "e" : text), server);
            assertThat(edited.at(Step.keys("mcpServers", text.isEmpty() ? "e" : text))
                            .orElseThrow()
                            .json()
                            .raw())
                    .as(edited.text())
                    .isEqualTo(server.raw());
        }
    }
}
