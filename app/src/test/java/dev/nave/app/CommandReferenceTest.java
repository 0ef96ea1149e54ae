package dev.nave.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** {@code docs/command-line.md} is what the program itself says; {@code -Dnave.docs.write=true} writes it anew. */
final class CommandReferenceTest {
    private static final Path PAGE = Path.of("../docs/command-line.md");

    @Test
    void the_page_says_what_the_program_says() throws IOException {
        String page = page();
        if (Boolean.getBoolean("nave.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("run this test with -Dnave.docs.write=true to write the page anew")
                .isEqualTo(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
            # Command line

            Text is for people, `--json` for programs. Results go to standard output, everything else to standard \
            error. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. `NAVE_LOG=DEBUG` says more, \
            `NAVE_KEY` is the key for `--url`, `NAVE_AUDIT=OFF` keeps quiet who read which secret.

            Written from the program's own help.
            """);
        CommandLine nave = Nave.commandLine();
        describe(nave, page);
        return page.toString();
    }

    private static void describe(CommandLine command, StringBuilder page) {
        if (command.getCommandSpec().usageMessage().hidden()) {
            return;
        }
        page.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```text\n");
        page.append(command.setUsageHelpWidth(100)
                .getUsageMessage(Ansi.OFF)
                .stripTrailing()
                .replaceAll("[ \\t]+\\n", "\n"));
        page.append("\n```\n");
        command.getSubcommands().values().stream().distinct().forEach(subcommand -> describe(subcommand, page));
    }
}
