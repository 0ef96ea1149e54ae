package dev.nave.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What the program says of itself. */
final class HelpTest {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private record Ran(int exitCode, String out, String err) {}

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Nave.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Ran(exitCode, out.toString(), err.toString());
    }

    private static Stream<CommandLine> commands(CommandLine command) {
        if (command.getCommandSpec().usageMessage().hidden()) {
            return Stream.empty();
        }
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().distinct().flatMap(HelpTest::commands));
    }

    @Test
    void every_command_has_an_example_that_it_takes() {
        List<CommandLine> commands = commands(Nave.commandLine())
                .filter(command -> command.getSubcommands().isEmpty())
                .toList();
        assertThat(commands).hasSizeGreaterThan(25);
        for (CommandLine command : commands) {
            String name = command.getCommandSpec().qualifiedName();
            List<String> examples = command.getUsageMessage(Ansi.OFF)
                    .lines()
                    .dropWhile(line -> !line.matches("Examples?:"))
                    .skip(1)
                    .filter(line -> !line.isBlank())
                    .toList();
            assertThat(examples).as(name).isNotEmpty();
            for (String example : examples) {
                assertThat(example).as("an example of " + name).contains(name);
                String[] words = words(example.substring(example.indexOf(name)).replaceAll("[)>].*", ""));
                assertThat(Nave.commandLine().parseArgs(words).errors())
                        .as(example)
                        .isEmpty();
            }
        }
    }

    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return words.stream().skip(1).toArray(String[]::new);
    }

    @Test
    void help_lists_every_command_and_every_topic() {
        Ran ran = run("help");
        assertThat(ran.exitCode()).isZero();
        commands(Nave.commandLine())
                .skip(1)
                .filter(command -> command.getParent().getParent() == null)
                .forEach(command -> assertThat(ran.out()).containsPattern("\n  " + command.getCommandName() + " "));
        assertThat(ran.out()).contains("Run:\n  serve ", "Topics", "\n  secrets ");
        assertThat(ran.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"configuration", "names", "secrets", "clients", "lifecycle", "logs", "service", "shell"})
    void a_topic_is_the_text_of_its_page_without_its_marks(String topic) {
        Ran ran = run("help", topic);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out())
                .hasSizeGreaterThan(400)
                .doesNotContain("```", "](", "<!--")
                .contains("More in docs/");
    }

    @Test
    void help_of_a_command_is_what_its_option_says() {
        assertThat(run("help", "secret", "set").out())
                .isEqualTo(run("secret", "set", "--help").out())
                .contains("Example");
        Ran ran = run("help", "secrts");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("There is no command or topic 'secrts': did you mean 'secrets'?", "lifecycle");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sevre | Unknown command 'sevre': did you mean 'serve'? | nave help",
                "serve --htp=1 | Unknown option '--htp=1': did you mean '--http'? | nave help serve",
                "secret sett x | Unknown command 'sett': did you mean 'set'? | nave help secret",
                "restart | 'NAME' | nave help restart",
                "restart a b | Unexpected argument 'b'. | nave help restart",
                "call --timeout soon x | 'soon' | nave help call",
                "xylophone | Unknown command 'xylophone'. | nave help"
            })
    void a_mistake_is_said_in_a_line_with_what_was_probably_meant(String line, String said, String hint) {
        Ran ran = run(line.split(" "));
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err().lines()).hasSize(2);
        assertThat(ran.err()).startsWith("nave: ").contains(said, "Try: " + hint + "\n");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void the_manual_page_has_every_command_and_topic() {
        String page = run("manual").out();
        assertThat(page).startsWith(".TH NAVE 1").contains(".SS nave secret rotate-key", ".SH LIFECYCLE");
        assertThat(page.lines().filter(line -> line.startsWith(".")))
                .allSatisfy(line -> assertThat(line).matches("\\.(TH|SH|SS|nf|fi).*"));
    }
}
