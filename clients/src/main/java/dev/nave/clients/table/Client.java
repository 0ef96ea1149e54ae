package dev.nave.clients.table;

import dev.nave.clients.file.Document;
import dev.nave.clients.file.Format;
import dev.nave.clients.file.Step;
import dev.nave.protocol.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The MCP clients that Nave knows, one row each. A row says where the client's files lie, under which key they keep the
 * servers, how a server is spelled, and what the client puts in place of which words; each names the page of the
 * client's documentation that says so.
 */
@SuppressWarnings("ImmutableEnumChecker") // Every part is a record of constants.
public enum Client {
    /** {@code modelcontextprotocol.io/docs/develop/connect-local-servers}: the file knows programs alone. */
    CLAUDE_DESKTOP(
            "Claude Desktop",
            "modelcontextprotocol.io/docs/develop/connect-local-servers",
            Dialect.NONE,
            new PlainShape("", ""),
            Keys.of("mcpServers"),
            Spot.application("Claude/claude_desktop_config.json")),
    /** {@code code.claude.com/docs/en/mcp}: user, then each project within the same file; expansion in its own section. */
    CLAUDE_CODE(
            "Claude Code",
            "code.claude.com/docs/en/mcp",
            Dialect.SHELL,
            new PlainShape("url", "http"),
            Keys.of("mcpServers").also("projects", Keys.ANY, "mcpServers"),
            Spot.moved("CLAUDE_CONFIG_DIR", "", ".claude.json"),
            Spot.project(".mcp.json")),
    /** {@code cursor.com/docs/context/mcp}: section on config interpolation. */
    CURSOR(
            "Cursor",
            "cursor.com/docs/context/mcp",
            Dialect.EDITOR,
            new PlainShape("url", ""),
            Keys.of("mcpServers"),
            Spot.home(".cursor/mcp.json"),
            Spot.project(".cursor/mcp.json")),
    /** {@code code.visualstudio.com/docs/copilot/reference/mcp-configuration}; {@code mcp} in settings is the older form. */
    VSCODE(
            "Visual Studio Code",
            "code.visualstudio.com/docs/copilot/reference/mcp-configuration",
            Dialect.CODE,
            new PlainShape("url", "http"),
            Keys.of("servers").also("mcp", "servers"),
            Spot.application("Code/User/mcp.json"),
            Spot.project(".vscode/mcp.json")),
    /** {@code developers.openai.com/codex/mcp}; keys as {@code codex-rs/config/src/mcp_types.rs} of openai/codex reads them. */
    CODEX(
            "Codex",
            "developers.openai.com/codex/mcp",
            Dialect.NONE,
            new CodexShape(),
            Keys.of("mcp_servers"),
            Spot.moved("CODEX_HOME", ".codex", "config.toml"),
            Spot.project(".codex/config.toml")),
    /** {@code geminicli.com/docs/tools/mcp-server}; variables in {@code geminicli.com/docs/cli/configuration}. */
    GEMINI(
            "Gemini CLI",
            "geminicli.com/docs/tools/mcp-server",
            Dialect.DOLLAR,
            new PlainShape("httpUrl", ""),
            Keys.of("mcpServers"),
            Spot.home(".gemini/settings.json"),
            Spot.project(".gemini/settings.json")),
    /** {@code docs.windsurf.com/windsurf/cascade/mcp}. */
    WINDSURF(
            "Windsurf",
            "docs.windsurf.com/windsurf/cascade/mcp",
            Dialect.ENV,
            new PlainShape("serverUrl", ""),
            Keys.of("mcpServers"),
            Spot.home(".codeium/windsurf/mcp_config.json")),
    /** {@code zed.dev/docs/ai/mcp}. */
    ZED(
            "Zed",
            "zed.dev/docs/ai/mcp",
            Dialect.NONE,
            new ZedShape(),
            Keys.of("context_servers"),
            Spot.settings("zed/settings.json"),
            Spot.project(".zed/settings.json")),
    /** {@code docs.cline.bot/mcp/mcp-overview}; the extension keeps a file of its own beside the one all Clines share. */
    CLINE(
            "Cline",
            "docs.cline.bot/mcp/mcp-overview",
            Dialect.NONE,
            new PlainShape("url", "streamableHttp"),
            Keys.of("mcpServers"),
            Spot.application("Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json"),
            Spot.home(".cline/data/settings/cline_mcp_settings.json")),
    /** {@code docs.roocode.com/features/mcp/using-mcp-in-roo}. */
    ROO(
            "Roo Code",
            "docs.roocode.com/features/mcp/using-mcp-in-roo",
            Dialect.EDITOR,
            new PlainShape("url", "streamable-http"),
            Keys.of("mcpServers"),
            Spot.application("Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json"),
            Spot.project(".roo/mcp.json")),
    /** {@code docs.continue.dev/customize/deep-dives/mcp}. */
    CONTINUE(
            "Continue",
            "docs.continue.dev/customize/deep-dives/mcp",
            Dialect.SECRETS,
            new ContinueShape(),
            Keys.listOf("mcpServers"),
            Spot.home(".continue/config.yaml")),
    /** {@code block.github.io/goose/docs/guides/config-files}. */
    GOOSE(
            "Goose",
            "block.github.io/goose/docs/guides/config-files",
            Dialect.DOLLAR,
            new GooseShape(),
            Keys.of("extensions"),
            new Spot(
                    Spot.Scope.USER,
                    "~/.config/goose/config.yaml (Windows: %APPDATA%/Block/goose/config/config.yaml)",
                    machine -> machine.conventions() == Machine.Conventions.WINDOWS
                            ? machine.applications().resolve("Block/goose/config/config.yaml")
                            : machine.settings().resolve("goose/config.yaml"))),
    /** {@code lmstudio.ai/docs/app/mcp}: Cursor's notation. */
    LM_STUDIO(
            "LM Studio",
            "lmstudio.ai/docs/app/mcp",
            Dialect.NONE,
            new PlainShape("url", ""),
            Keys.of("mcpServers"),
            Spot.home(".lmstudio/mcp.json")),
    /** {@code opencode.ai/docs/mcp-servers}: servers below {@code mcp.servers}, before version 2 right below {@code mcp}. */
    OPENCODE(
            "opencode",
            "opencode.ai/docs/mcp-servers",
            Dialect.BRACES,
            new OpencodeShape(),
            Keys.of("mcp", "servers").also("mcp"),
            Spot.settings("opencode/opencode.json"),
            Spot.settings("opencode/opencode.jsonc"),
            Spot.project("opencode.json"),
            Spot.project("opencode.jsonc")),
    /** {@code kiro.dev/docs/mcp/configuration}. */
    KIRO(
            "Kiro",
            "kiro.dev/docs/mcp/configuration",
            Dialect.SHELL,
            new PlainShape("url", ""),
            Keys.of("mcpServers"),
            Spot.home(".kiro/settings/mcp.json"),
            Spot.project(".kiro/settings/mcp.json")),
    /** {@code ampcode.com/manual}: one key with a dot in it. */
    AMP(
            "Amp",
            "ampcode.com/manual",
            Dialect.SHELL,
            new PlainShape("url", ""),
            Keys.of("amp.mcpServers"),
            Spot.settings("amp/settings.json"),
            Spot.project(".amp/settings.json")),
    /** {@code jetbrains.com/help/junie/model-context-protocol-mcp.html}: programs alone. */
    JETBRAINS(
            "JetBrains (Junie)",
            "jetbrains.com/help/junie/model-context-protocol-mcp.html",
            Dialect.NONE,
            new PlainShape("", ""),
            Keys.of("mcpServers"),
            Spot.home(".junie/mcp/mcp.json"),
            Spot.project(".junie/mcp/mcp.json")),
    /** What several clients read at the root of a project: the form of Claude Code. */
    PROJECT(
            "project .mcp.json",
            "code.claude.com/docs/en/mcp",
            Dialect.SHELL,
            new PlainShape("url", "http"),
            Keys.of("mcpServers"),
            Spot.project(".mcp.json"));

    private final String title;
    private final String documentation;
    private final Dialect dialect;
    private final Shape shape;
    private final Keys keys;
    private final List<Spot> spots;

    Client(String title, String documentation, Dialect dialect, Shape shape, Keys keys, Spot... spots) {
        this.title = title;
        this.documentation = documentation;
        this.dialect = dialect;
        this.shape = shape;
        this.keys = keys;
        this.spots = List.of(spots);
    }

    /** The client of this name, as commands take it: {@code claude-code}. */
    public static Optional<Client> named(String name) {
        return Arrays.stream(values())
                .filter(client -> client.id().equals(name))
                .findFirst();
    }

    /** The name that commands take. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name that people know. */
    public String title() {
        return title;
    }

    /** Where the client says how it is configured. */
    public String documentation() {
        return documentation;
    }

    public Dialect dialect() {
        return dialect;
    }

    /** Where its files lie: first the user's, then those of a project. */
    public List<Spot> spots() {
        return spots;
    }

    /** The format of its files. */
    public Format format() {
        return Format.of(Path.of(spots.getFirst().shown().replaceAll(" \\(.*", "")), "");
    }

    /** The key of its servers, for people. */
    public String key() {
        return keys.shown();
    }

    /** Whether it can reach a URL, or only start programs. */
    public boolean reachesUrls() {
        return shape.remote("x", "http://127.0.0.1/mcp", Json.EMPTY_OBJECT).isPresent();
    }

    /** Its files that exist on this machine. */
    public List<Path> files(Machine machine) {
        return spots.stream()
                .map(spot -> spot.path().apply(machine))
                .filter(Files::isRegularFile)
                .toList();
    }

    /** The file to write to: the first of this scope that exists, else the first. */
    public Optional<Path> file(Machine machine, Spot.Scope scope) {
        List<Path> paths = spots.stream()
                .filter(spot -> spot.scope() == scope)
                .map(spot -> spot.path().apply(machine))
                .toList();
        return paths.stream().filter(Files::exists).findFirst().or(() -> paths.stream()
                .findFirst());
    }

    /** Where a server of this name stands in a document of this client, or belongs. */
    public List<Step> way(Document document, String name) {
        return keys.way(document, name);
    }

    /** The servers of a document, in the order written. */
    public List<ClientServer> servers(Document document, Path file, Machine machine) {
        return keys.entries(document).stream()
                .map(entry -> ClientServer.of(this, document, entry, file, machine))
                .toList();
    }

    /** An entry with which this client starts a program. */
    public Json command(String name, String command, List<String> arguments) {
        return shape.command(name, command, arguments);
    }

    /** An entry with which this client reaches a URL and sends these headers; nothing when it only starts programs. */
    public Optional<Json> remote(String name, String url, Json headers) {
        return shape.remote(name, url, headers);
    }

    Shape shape() {
        return shape;
    }
}
