package dev.nave.clients.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.protocol.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TomlEditTest {
    private static final Json NAVE =
            Json.parse("{\"url\": \"http://127.0.0.1:8420/mcp\", \"http_headers\": {\"X-A\": \"b\"}}");
    private static final List<Step> WAY = Step.keys("mcp_servers", "nave");

    private static Document toml(String text) {
        return Document.read(Format.TOML, text);
    }

    private static String add(String text) {
        return toml(text).put(WAY, NAVE).text();
    }

    private static String remove(String text) {
        return toml(text).remove(WAY).text();
    }

    private static final String SECTION =
            "[mcp_servers.nave]\nurl = \"http://127.0.0.1:8420/mcp\"\nhttp_headers = { X-A = \"b\" }";

    @Test
    void a_section_comes_after_its_like() {
        String text = """
            model = "o3" # which

            [mcp_servers.a]
            command = "a"

            [mcp_servers.a.env]
            X = "1" # one

            # how it looks
            [tui]
            theme = "dark"
            """;
        String added = add(text);
        assertThat(added).isEqualTo(text.replace("# one\n", "# one\n\n" + SECTION + "\n"));
        assertThat(remove(added)).isEqualTo(text);
    }

    @Test
    void without_its_like_a_section_comes_at_the_end() {
        assertThat(add("")).isEqualTo(SECTION + "\n");
        assertThat(add("a = 1\n")).isEqualTo("a = 1\n\n" + SECTION + "\n");
        assertThat(add("a = 1")).isEqualTo("a = 1\n\n" + SECTION);
        assertThat(add("a = 1\r\n")).isEqualTo(("a = 1\n\n" + SECTION + "\n").replace("\n", "\r\n"));
        for (String text : List.of(
                "a = 1\n",
                "a = 1",
                "[x]\na = 1\n",
                "[x]\r\na = 1\r\n",
                "# c\n",
                "[mcp_servers.a]\ncommand = 'a'\n",
                "[mcp_servers.a]\ncommand = 'a'\n\n[z]\n")) {
            assertThat(remove(add(text))).isEqualTo(text);
        }
    }

    @Test
    void tables_on_one_line_get_a_member() {
        assertThat(add("mcp_servers = { a = { command = \"a\" } } # x\n"))
                .isEqualTo("mcp_servers = { a = { command = \"a\" }, nave = { url = \"http://127.0.0.1:8420/mcp\","
                        + " http_headers = { X-A = \"b\" } } } # x\n");
        assertThat(remove("[mcp_servers]\na = { command = 'a' }\nnave = { url = 'x' } # mine\nb = {}\n"))
                .isEqualTo("[mcp_servers]\na = { command = 'a' }\nb = {}\n");
        assertThat(remove("mcp_servers = { nave = { url = 'x' }, b = {} }\n")).isEqualTo("mcp_servers = { b = {} }\n");
        assertThat(remove("mcp_servers = { b = {}, nave = { url = 'x' } }\n")).isEqualTo("mcp_servers = { b = {} }\n");
    }

    @Test
    void all_sections_of_a_name_go_with_their_comments() {
        String text = """
            [mcp_servers.nave]
            # where it is
            url = "x"

            [mcp_servers.nave.tools]
            a = 1

            [mcp_servers.navel]
            command = "n"
            """;
        assertThat(remove(text)).isEqualTo("[mcp_servers.navel]\ncommand = \"n\"\n");
        assertThat(remove("a.b = 1\nmcp_servers.nave.url = 'x'\nmcp_servers.nave.enabled = true\nz = 1\n"))
                .isEqualTo("a.b = 1\nz = 1\n");
    }

    @Test
    void a_section_is_replaced() {
        assertThat(add("[mcp_servers.nave]\ncommand = \"old\"\nargs = []\n\n[z]\n"))
                .isEqualTo("[z]\n\n" + SECTION + "\n");
        assertThat(add("[mcp_servers]\nnave = { command = \"old\" } # c\n")).isEqualTo("""
            [mcp_servers]
            nave = { url = "http://127.0.0.1:8420/mcp", http_headers = { X-A = "b" } } # c
            """);
    }

    @Test
    void a_value_is_set_in_its_section() {
        String text = "[mcp_servers.a]\ncommand = \"a\"\n\n[z]\n";
        assertThat(toml(text)
                        .put(Step.keys("mcp_servers", "a", "enabled"), Json.FALSE)
                        .text())
                .isEqualTo("[mcp_servers.a]\ncommand = \"a\"\nenabled = false\n\n[z]\n");
        assertThat(toml(text)
                        .put(Step.keys("mcp_servers", "a", "command"), Json.of("b"))
                        .text())
                .isEqualTo(text.replace("\"a\"", "\"b\""));
        assertThat(toml("[a]\n").put(Step.keys("x"), Json.of(1)).text()).isEqualTo("x = 1\n[a]\n");
    }

    @Test
    void what_is_not_all_toml_is_refused_with_its_place() {
        assertThatThrownBy(() -> toml("a = 1\nb =\n")).isInstanceOfSatisfying(DocumentException.class, e -> {
            assertThat(e.line()).isEqualTo(2);
            assertThat(e.in("config.toml"))
                    .isEqualTo("config.toml:2:4: This is not TOML: expected a value, got the end of the line.");
        });
        for (String text : List.of(
                "a",
                "a = ",
                "a = 1 b = 2",
                "[a",
                "[a]]",
                "[[a]",
                "[a]\n[a]",
                "a = 1\na = 2",
                "a.b = 1\na = 2",
                "a = { b = 1\n",
                "a = [1, 2",
                "a = \"x",
                "a = 'x\n'",
                "a = \"\\q\"",
                "a = 01",
                "a = 1__0",
                "a = 1.",
                "a = +x",
                "[a]\nb = 1\n[a.b]\nc = 1",
                "a = {}\n[a.b]",
                "[[a]]\n[a]",
                "a = []\n[[a]]",
                "= 1",
                "\"\"\"a\"\"\" = 1",
                "a = \"\u0001\"",
                "[a.b]\nx = 1\n[a]\nb.y = 2",
                "a = \"\"\"x",
                "a = tru",
                "a = 1 # \u0001")) {
            assertThatThrownBy(() -> toml(text)).as(text).isInstanceOf(DocumentException.class);
        }
    }
}
