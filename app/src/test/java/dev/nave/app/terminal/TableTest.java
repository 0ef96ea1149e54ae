package dev.nave.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {
    private final Table table = new Table("NAME", "STATE", "WHY")
            .row(
                    text -> "<" + text + ">",
                    "tickets",
                    "backing off",
                    "the server at http://127.0.0.1:1 refused to connect")
            .row("日本語", "ready", "");

    @Test
    void no_line_is_wider_than_the_terminal_and_the_widest_column_gives_way() {
        List<String> lines = table.lines(new Terminal(44, false));
        assertThat(lines)
                .containsExactly(
                        "NAME     STATE        WHY", "tickets  <backing off>  the server at http://…", "日本語   ready");
    }

    @Test
    void programs_get_everything_and_no_colour() {
        assertThat(table.lines(Terminal.NONE))
                .contains("tickets  <backing off>  the server at http://127.0.0.1:1 refused to connect");
    }

    @Test
    void what_others_wrote_does_not_steer_a_terminal() {
        List<String> lines = new Table("NAME").row("a\u001b[31mb\nc").lines(new Terminal(40, false));
        assertThat(lines.getLast()).doesNotContain("\u001b", "\n").contains("a", "b", "c");
    }
}
