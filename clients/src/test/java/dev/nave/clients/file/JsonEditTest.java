package dev.nave.clients.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.protocol.json.Json;
import org.junit.jupiter.api.Test;

final class JsonEditTest {
    private static final Json NAVE = Json.parse("{\"url\": \"http://127.0.0.1:8420/mcp\"}");

    private static Document json(String text) {
        return Document.read(Format.JSON, text);
    }

    private static String add(String text) {
        return json(text).put(Step.keys("mcpServers", "nave"), NAVE).text();
    }

    private static String remove(String text) {
        return json(text).remove(Step.keys("mcpServers", "nave")).text();
    }

    @Test
    void a_member_comes_on_a_line_of_its_own_as_the_others_are() {
        String text = """
            {
              "theme": "dark",
              "mcpServers": {
                "a": {
                  "command": "a"
                }
              }
            }
            """;
        String added = """
            {
              "theme": "dark",
              "mcpServers": {
                "a": {
                  "command": "a"
                },
                "nave": {
                  "url": "http://127.0.0.1:8420/mcp"
                }
              }
            }
            """;
        assertThat(add(text)).isEqualTo(added);
        assertThat(remove(added)).isEqualTo(text);
    }

    @Test
    void comments_and_trailing_commas_stay() {
        String text = """
            // mine
            {
            \t"mcpServers": { // all of them
            \t\t"a": {"command": "a"}, // the first
            \t\t/* the second */
            \t\t"b": {"command": "b"}, // and last
            \t},
            }
            """;
        String added = add(text);
        assertThat(added)
                .isEqualTo(text.replace(
                        "// and last\n",
                        "// and last\n\t\t\"nave\": {\n\t\t\t\"url\": \"http://127.0.0.1:8420/mcp\"\n\t\t},\n"));
        assertThat(remove(added)).isEqualTo(text);
    }

    @Test
    void a_comment_after_the_last_member_stays_with_it() {
        String text = "{\n  \"mcpServers\": {\n    \"a\": {\"command\": \"a\"} // last, so far\n  }\n}\n";
        String added = add(text);
        assertThat(added).contains("{\"command\": \"a\"}, // last, so far\n    \"nave\": {");
        assertThat(remove(added)).isEqualTo(text);
    }

    @Test
    void what_is_missing_on_the_way_is_made() {
        assertThat(add("")).isEqualTo("""
            {
              "mcpServers": {
                "nave": {
                  "url": "http://127.0.0.1:8420/mcp"
                }
              }
            }
            """);
        assertThat(add("{}")).isEqualTo(add("").stripTrailing());
        assertThat(add("{\n}\n")).isEqualTo(add(""));
        assertThat(add("{\"mcpServers\":null}"))
                .isEqualTo("{\"mcpServers\":{\"nave\": {\"url\": \"http://127.0.0.1:8420/mcp\"}}}");
        assertThat(add("{\n  // nothing here yet\n}\n")).contains("// nothing here yet\n  \"mcpServers\": {");
    }

    @Test
    void a_text_on_one_line_stays_on_one_line() {
        String text = "{\"mcpServers\":{\"a\":{\"command\":\"a\"}},\"x\":1}";
        assertThat(add(text))
                .isEqualTo("{\"mcpServers\":{\"a\":{\"command\":\"a\"},"
                        + "\"nave\":{\"url\": \"http://127.0.0.1:8420/mcp\"}},\"x\":1}");
        assertThat(remove(add(text))).isEqualTo(text);
        String spaced = "{\"mcpServers\": {\"nave\": {}, \"b\": {}}}";
        assertThat(remove(spaced)).isEqualTo("{\"mcpServers\": {\"b\": {}}}");
        assertThat(remove("{\"mcpServers\": {\"b\": {}, \"nave\": {}}}")).isEqualTo("{\"mcpServers\": {\"b\": {}}}");
    }

    @Test
    void line_ends_of_windows_stay() {
        String text = "{\r\n  \"mcpServers\": {\r\n    \"a\": {}\r\n  }\r\n}\r\n";
        assertThat(add(text).replace("\r\n", "")).doesNotContain("\n");
        assertThat(remove(add(text))).isEqualTo(text);
    }

    @Test
    void a_value_is_replaced_and_the_rest_is_not_touched() {
        String text =
                "{\n  \"mcpServers\": {\n    \"nave\": {\"command\": \"old\"}, // mine\n    \"b\": 1.0e5\n  }\n}\n";
        assertThat(add(text)).isEqualTo(text.replace("{\"command\": \"old\"}", """
            {
                  "url": "http://127.0.0.1:8420/mcp"
                }\
            """));
    }

    @Test
    void what_is_not_all_json_is_refused_with_its_place() {
        assertThatThrownBy(() -> json("{\"a\": 1} x")).isInstanceOf(DocumentException.class);
        assertThatThrownBy(() -> json("{\n\"a\": 1,\n\"a\": 2}")).isInstanceOf(DocumentException.class);
        assertThatThrownBy(() -> json("{\n  \"a\": }"))
                .isInstanceOfSatisfying(
                        DocumentException.class, e -> assertThat(e.line()).isEqualTo(2));
        assertThatThrownBy(() -> json("{\"a\": 1 /* open")).isInstanceOf(DocumentException.class);
        assertThatThrownBy(() -> add("{\"mcpServers\": \"text\"}")).hasMessageContaining("something else");
        assertThatThrownBy(() -> add("[1]")).isInstanceOf(DocumentException.class);
    }
}
