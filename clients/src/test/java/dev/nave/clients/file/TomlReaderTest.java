package dev.nave.clients.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.protocol.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/** What is understood of TOML is what another reader understands. */
final class TomlReaderTest {
    private static final List<String> TEXTS = List.of(
            "",
            "# only a comment",
            "a = 1\nb = -17\nc = +9\nd = 1_000\ne = 0xdead_BEEF\nf = 0o755\ng = 0b1101",
            "a = true\nb = false",
            "a = \"b\\tc\\u00e9\\U0001F600 \\\"q\\\"\"\nb = 'c:\\x'\nc = \"\"\n\"d e\" = ''\n'f\"g' = 1",
            "a = \"\"\"\nline\n\\\n   joined \"two\" quotes\"\"\"\nb = '''\nraw \\ 'x'\n'''\nc = \"\"\"x\"\"\"\"\"",
            "a.b.c = 1\na.b.d = 2\n\"a\".\"x.y\" = 3\na . z = 4",
            "[a]\nx = 1\n[a.b]\ny = 2\n[c . d]\nz = 3\n[\"e.f\".'g']\nw = 1",
            "[a.b.c]\nx = 1\n[a]\ny = 2",
            "[[p]]\nn = 1\n[[p]]\nn = 2\n[p.q]\nr = 1\n[[p.s]]\nt = 1\n[[p.s]]\nt = 2",
            "a = [1, 2, # c\n 3,\n]\nb = [ [1], [\"x\", 'y'] ]\nc = []\nd = [ {x = 1}, {x = 2} ]",
            "a = { x = 1, y.z = 2, \"w\" = { v = [] } }\nb = {}",
            "a = { x = 1 } # c\r\n\r\n[b]\r\nc = 1\r\n",
            """
            [mcp_servers.docs]
            command = "npx"
            args = ["-y", "x@1.0.0"]
            env = { A = "b" }

            [mcp_servers.docs.env_http_headers]
            X = "Y"
            """);

    @Test
    void the_texts_mean_what_they_mean_to_another_reader() {
        for (String text : TEXTS) {
            TomlParseResult other = Toml.parse(text);
            assertThat(other.errors()).as(text).isEmpty();
            Json ours = Document.read(Format.TOML, text).root().json();
            assertThat(Likeness.same(numbers(ours), Json.parse(other.toJson())))
                    .as("%s\n%s\n%s", text, ours, other.toJson())
                    .isTrue();
        }
    }

    @Test
    void dates_and_special_numbers_are_kept_as_they_are_spelled() {
        String text = """
            a = 1979-05-27T07:32:00Z
            b = 1979-05-27 07:32:00.5-07:00
            c = 1979-05-27
            d = 07:32:00
            e = inf
            f = -nan
            g = 6.626e-34
            h = 1e06
            """;
        assertThat(Toml.parse(text).errors()).isEmpty();
        assertThat(Document.read(Format.TOML, text).root().json().raw())
                .isEqualTo("{\"a\":\"1979-05-27T07:32:00Z\",\"b\":\"1979-05-27 07:32:00.5-07:00\","
                        + "\"c\":\"1979-05-27\",\"d\":\"07:32:00\",\"e\":\"inf\",\"f\":\"-nan\","
                        + "\"g\":6.626e-34,\"h\":1e06}");
    }

    /** Ours are as they are spelled; the other reader's are plain. */
    private static Json numbers(Json json) {
        if (json.isObject()) {
            var plain = Json.object();
            json.forEach((name, value) -> plain.put(name, numbers(value)));
            return plain.build();
        }
        if (json.isArray()) {
            return Json.array(
                    json.elements().stream().map(TomlReaderTest::numbers).toList());
        }
        if (json.isString() && json.text().matches("\\+\\d+|\\d+_\\d+|0[xob].*")) {
            String text = json.text().replace("_", "").replace("+", "");
            return Json.of(
                    text.startsWith("0b")
                            ? Long.parseLong(text.substring(2), 2)
                            : text.startsWith("0o")
                                    ? Long.parseLong(text.substring(2), 8)
                                    : text.startsWith("0x")
                                            ? Long.parseLong(text.substring(2), 16)
                                            : Long.parseLong(text));
        }
        return json;
    }
}
