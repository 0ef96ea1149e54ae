package dev.nave.app.help;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A line or two for each command, ready to type. */
final class Examples {
    private final Map<String, List<String>> lines = new HashMap<>();

    Examples() {
        add("nave serve", "nave serve", "nave serve ~/.cursor/mcp.json --http 127.0.0.1:8421");
        add("nave stdio", "nave stdio -c nave.yaml", "nave stdio --url https://hub.example.com/mcp");
        add("nave ls", "nave ls");
        add("nave tools", "nave tools --url http://127.0.0.1:8420/mcp");
        add("nave call", "nave call files__list_directory path=.", "nave call notes__add '{\"text\": \"A note\"}'");
        add("nave read", "nave read file:///data/report.md");
        add("nave prompt", "nave prompt review__diff branch=main");
        add("nave status", "nave status", "nave status --watch");
        add("nave logs", "nave logs -f", "nave logs files --since 10m");
        add("nave reload", "nave reload");
        add("nave restart", "nave restart files");
        add("nave login", "nave login tickets");
        add("nave logout", "nave logout tickets");
        add("nave check", "nave check nave.yaml");
        add("nave schema", "nave schema > nave.schema.json");
        add("nave key create", "nave key create alice --role admin");
        add("nave secret set", "nave secret set tickets-token");
        add("nave secret list", "nave secret list");
        add("nave secret remove", "nave secret remove tickets-token");
        add("nave secret rotate-key", "nave secret rotate-key");
        add(
                "nave add",
                "nave add files -- npx -y @modelcontextprotocol/server-filesystem@2026.8.31 /data",
                "nave add tickets https://tickets.example/mcp --header 'Authorization: Bearer ${env:TICKETS_TOKEN}'",
                "nave add search --image ghcr.io/example/search:1.2.0");
        add("nave remove", "nave remove files");
        add("nave enable", "nave enable files");
        add("nave disable", "nave disable files notes");
        add("nave import", "nave import --dry-run", "nave import cursor");
        add("nave connect", "nave connect claude-code");
        add("nave disconnect", "nave disconnect claude-code");
        add("nave discover", "nave discover ~/src");
        add("nave sample", "nave sample files .");
        add("nave service install", "nave service install -c nave.yaml", "nave service install --system --run-as nave");
        add("nave service start", "nave service start");
        add("nave service stop", "nave service stop");
        add("nave service status", "nave service status");
        add("nave service uninstall", "nave service uninstall");
        add(
                "nave completion",
                "source <(nave completion bash)",
                "nave completion fish > ~/.config/fish/completions/nave.fish");
        add("nave help", "nave help secrets", "nave help secret set");
    }

    /** Those of a command by its whole name; none for one that only has commands below it. */
    String[] of(String command) {
        return lines.getOrDefault(command, List.of()).stream()
                .map(line -> "  " + line.replace("%", "%%").replace("${", "$${"))
                .toArray(String[]::new);
    }

    /** The commands that have some. */
    Set<String> commands() {
        return lines.keySet();
    }

    private void add(String command, String... examples) {
        lines.put(command, List.of(examples));
    }
}
