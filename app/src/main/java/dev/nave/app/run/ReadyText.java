package dev.nave.app.run;

import dev.nave.hub.configuration.Configuration;
import java.time.Duration;

/** What `nave serve` says once it can be used: where it is, and what to paste into which client. */
public final class ReadyText {
    /** How long the ready line waits for servers that still start. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private ReadyText() {}

    public static String of(String url, Configuration configuration) {
        String header = configuration.keys().isEmpty() ? "" : " --header \"Authorization: Bearer $NAVE_KEY\"";
        String cursorHeader =
                configuration.keys().isEmpty() ? "" : ", \"headers\": {\"Authorization\": \"Bearer ${env:NAVE_KEY}\"}";
        String codexKey =
                configuration.keys().isEmpty() ? "" : "\n" + " ".repeat(37) + "bearer_token_env_var = \"NAVE_KEY\"";
        return """
            Nave is ready at %1$s

              Claude Code  claude mcp add --transport http nave %1$s%2$s
              Cursor       ~/.cursor/mcp.json:   {"mcpServers": {"nave": {"url": "%1$s"%3$s}}}
              Codex        ~/.codex/config.toml: [mcp_servers.nave]
                                                 url = "%1$s"%4$s

            Stop with Ctrl-C.
            """.formatted(url, header, cursorHeader, codexKey);
    }
}
