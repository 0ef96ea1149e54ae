package dev.nave.app.help;

import dev.nave.app.cli.ServerNames;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Completions for bash, which zsh takes too: picocli's, with names of servers looked up when they are needed. */
final class ShellScript {
    /** Only where a name may stand: looking one up starts a program. */
    private static final String NAMES = """
        # The names of the configured servers.
        function %s() {
          case "${COMP_WORDS[COMP_CWORD]}" in
            -*) ;;
            *) "${COMP_WORDS[0]}" complete servers "${COMP_WORDS[@]:1}" 2>/dev/null ;;
          esac
        }

        """.formatted(ServerNames.FUNCTION);

    private static final String HEAD = """
        # Completions for Nave, made by 'nave completion'; how to use them: nave help shell

        """;

    /** The first time, zsh has loaded the file because it needs an answer now. */
    private static final String ZSH = """

        if [ "${funcstack[1]}" = "_nave" ]; then
          _bash_complete -o default -F _complete_nave
        fi
        """;

    private ShellScript() {}

    static String bash(CommandLine nave) {
        return HEAD + script(nave);
    }

    /** To be read by zsh, or a file {@code _nave} on its {@code fpath}, which then is the body of a function itself. */
    static String zsh(CommandLine nave) {
        return "#compdef nave\n" + HEAD + script(nave) + ZSH;
    }

    private static String script(CommandLine nave) {
        String script = AutoComplete.bash("nave", nave);
        // Without what picocli says of its own installation.
        return NAMES
                + script.substring(script.indexOf("\nif [ -n \"$BASH_VERSION\""))
                        // Without the quotes a name a line becomes a name an element.
                        .replace("(\"" + ServerNames.PLACE + "\")", "(" + ServerNames.PLACE + ")");
    }
}
