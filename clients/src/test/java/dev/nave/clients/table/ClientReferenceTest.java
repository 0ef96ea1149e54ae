package dev.nave.clients.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/clients.md} is that of the code; {@code -Dnave.docs.write=true} writes it anew. */
final class ClientReferenceTest {
    private static final Path PAGE = Path.of("../docs/clients.md");
    private static final String BEGIN = "<!-- clients -->\n";
    private static final String END = "<!-- /clients -->\n";

    @Test
    void the_page_has_the_table_of_the_code() throws IOException {
        String page = Files.readString(PAGE);
        String expected =
                page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + table() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("nave.docs.write")) {
            Files.writeString(PAGE, expected);
            return;
        }
        assertThat(page)
                .as("run this test with -Dnave.docs.write=true to write the table anew")
                .isEqualTo(expected);
    }

    private static String table() {
        StringBuilder table = new StringBuilder("""
            | client | name | files | servers under | what it puts in place | reaches Nave by | its own words |
            |---|---|---|---|---|---|---|
            """);
        for (Client client : Client.values()) {
            String files = client.spots().stream()
                    .map(spot -> "`" + spot.shown() + "`" + (spot.scope() == Spot.Scope.PROJECT ? " (project)" : ""))
                    .collect(Collectors.joining("<br>"));
            String words = client.dialect().shown().isEmpty()
                    ? "nothing"
                    : "`" + client.dialect().shown() + "`";
            table.append("| `%s` | %s | %s | `%s` | %s | %s | [documentation](https://%s) |%n"
                    .formatted(
                            client.id(),
                            client.title(),
                            files,
                            client.key(),
                            words,
                            client.reachesUrls() ? "URL or program" : "program",
                            client.documentation()));
        }
        return table.toString();
    }
}
