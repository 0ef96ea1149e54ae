package dev.nave.hub.configuration;

import dev.nave.hub.configuration.ServerSettings.Era;
import dev.nave.hub.configuration.ServerSettings.Interactive;
import dev.nave.hub.configuration.ServerSettings.Requirement;
import dev.nave.hub.configuration.ServerSettings.Trust;
import java.util.Arrays;
import java.util.List;

/** Every key of Nave's own files: what the reader takes, the reference prints and the JSON Schema allows. */
final class Keys {
    static final String SERVERS = "mcpServers";

    static final List<Key> LISTEN = List.of(
            new Key(
                    "http",
                    KeyType.TEXT,
                    Listen.defaults().http().toString(),
                    "The address for HTTP, as `host:port`; port 0 takes any free one."),
            new Key(
                    "unix",
                    KeyType.TEXT,
                    "",
                    "The path of a Unix domain socket to listen on as well. Only the user Nave runs as can open it,"
                            + " and is an administrator there without a key."),
            new Key(
                    "allowedHosts",
                    KeyType.list(KeyType.TEXT),
                    "[]",
                    "What the `Host` header may say beside the address listened on, as `host` or `host:port`."),
            new Key(
                    "allowedOrigins",
                    KeyType.list(KeyType.TEXT),
                    "[]",
                    "Web pages that may call, as `scheme://host` or `scheme://host:port`."),
            new Key(
                    "url",
                    KeyType.TEXT,
                    "",
                    "Where clients reach Nave, for the URLs it publishes, such as `https://nave.example.com`; by"
                            + " default what the `Host` header of a request says, over `http`."));

    static final List<Key> TOOL = List.of(
            new Key(
                    "requires",
                    KeyType.list(KeyType.choice(Requirement.class)),
                    "[]",
                    "What a client must be able to answer: without it the call is refused before it is made."),
            new Key(
                    "trust",
                    KeyType.choice(Trust.class),
                    "none",
                    "Whether a call whose outcome was lost may be made again: never (`none`), because the tool changes"
                            + " nothing (`read-only`) or nothing more (`idempotent`), or as the server's own"
                            + " annotations say (`annotations`)."),
            new Key(
                    "enabled",
                    KeyType.TRUTH,
                    "true",
                    "Whether clients see the tool and may call it; the first pattern that fits and says so holds."));

    /** Of one server of a manifest. */
    static final List<Key> MANIFEST_SERVER = List.of(new Key(
            "headers",
            KeyType.map("names", KeyType.LOOSE_TEXT),
            "{}",
            "Headers of every request to this server, in place of what the manifest says."));

    /** Those that a server may set below its own {@code waits}. */
    static final List<Key> SERVER_WAITS = Arrays.stream(Wait.values())
            .filter(wait -> wait.perServer() && WaitsBinder.isBelowWaits(wait))
            .map(Keys::key)
            .toList();

    /** Those that a server has a key of its own for. */
    static final List<Key> LIFE_WAITS = Arrays.stream(Wait.values())
            .filter(wait -> wait.perServer() && !WaitsBinder.isBelowWaits(wait))
            .map(Keys::key)
            .toList();

    static final List<Key> RESTART = List.of(
            new Key(
                    "policy",
                    KeyType.choice(Restart.Policy.class),
                    KeyType.text(Restart.defaults().policy()),
                    "Whether the server is started again when it ends: always, unless its process ended with exit code"
                            + " 0 (`on-failure`), or only by hand (`never`)."),
            new Key(
                    "backoff",
                    KeyType.DURATION,
                    Amounts.text(Wait.RESTART.standard()),
                    "In place of the hub's `waits.restart`: at most this long before the first new try, twice as long"
                            + " before each further one; how long exactly is left to chance."),
            new Key(
                    "maximum",
                    KeyType.DURATION,
                    Amounts.text(Wait.RESTART_MAXIMUM.standard()),
                    "In place of the hub's `waits.restartMaximum`: the most between two tries. A server that was up for"
                            + " so long begins anew."),
            new Key(
                    "crashes",
                    KeyType.COUNT,
                    Integer.toString(Restart.defaults().crashes()),
                    "How often in a row a process may fail; then it has failed and is left alone."),
            new Key(
                    "pause",
                    KeyType.DURATION,
                    Amounts.text(Restart.defaults().pause()),
                    "How long a process that failed so often is left alone before it is tried once more."));

    static final List<Key> HEALTH = List.of(
            new Key(
                    "probe",
                    KeyType.choice(Health.Probe.class),
                    KeyType.text(Health.defaults().probe()),
                    "What is looked at: the protocol, while calls wait and nothing is answered (`auto`) or all the time"
                            + " (`protocol`); what `command` says; or only whether its process or connection is there"
                            + " (`process`)."),
            new Key("every", KeyType.DURATION, Amounts.text(Health.defaults().every()), "Between two probes."),
            new Key(
                    "timeout",
                    KeyType.DURATION,
                    Amounts.text(Health.defaults().timeout()),
                    "How long a probe may take before it has failed."),
            new Key(
                    "failures",
                    KeyType.COUNT,
                    Integer.toString(Health.defaults().failures()),
                    "How many probes in a row fail before the server is started again."),
            new Key(
                    "command",
                    KeyType.list(KeyType.LOOSE_TEXT),
                    "[]",
                    "A program and its arguments that ends with 0 while the server is well."));

    static final List<Key> ISOLATION = List.of(
            new Key(
                    "mode",
                    KeyType.choice(Isolation.Mode.class),
                    KeyType.text(Isolation.defaults().mode()),
                    "Whose calls meet in one process, or one session of a remote server: everybody's as far as nothing"
                            + " can reach a stranger, one principal's, or those of one session of a client."),
            new Key(
                    "most",
                    KeyType.COUNT,
                    "",
                    "How many are kept for callers at once, by default `bounds.children` or `bounds.upstreamSessions`;"
                            + " a further caller gets an error."),
            new Key(
                    "idle",
                    KeyType.DURATION,
                    Amounts.text(Wait.IDLE.standard()),
                    "In place of the hub's `waits.idle`: after how long without a call one is closed."));

    static final List<Key> HUB_WAITS = Arrays.stream(Wait.values())
            .filter(wait -> !wait.perServer())
            .map(Keys::key)
            .toList();

    static final List<Key> WAITS = Arrays.stream(Wait.values()).map(Keys::key).toList();

    static final List<Key> BOUNDS = Arrays.stream(Bound.values()).map(Keys::key).toList();

    static final List<Key> SERVER = List.of(
            new Key("command", KeyType.TEXT, "", "The program to start, by its name or path: not a line for a shell."),
            new Key("args", KeyType.list(KeyType.LOOSE_TEXT), "[]", "Its arguments."),
            new Key(
                    "env",
                    KeyType.map("names", KeyType.LOOSE_TEXT),
                    "{}",
                    "Its environment variables, beside the few that every child inherits."),
            new Key("cwd", KeyType.TEXT, "", "Where it runs, relative to this file; by default where Nave runs."),
            new Key(
                    "sample",
                    KeyType.TEXT,
                    "",
                    "In place of `command`: a small server that ships with Nave, started as `nave sample NAME`."),
            new Key(
                    "url",
                    KeyType.TEXT,
                    "",
                    "Where the server answers: `http`, `https`, `ws` or `wss`, or a Unix domain socket as"
                            + " `http+unix://%2Frun%2Fserver.sock/mcp`. Beside `command` or `sample`: where it answers"
                            + " once it is started."),
            new Key("headers", KeyType.map("names", KeyType.LOOSE_TEXT), "{}", "Headers of every request to `url`."),
            new Key(
                    "transport",
                    KeyType.choice(Transports.NAMES),
                    "auto",
                    "How to speak to the server: `stdio` needs `command` or `sample`, the others a `url`."),
            new Key("type", KeyType.choice(Transports.NAMES), "auto", "Another name of `transport`."),
            new Key(
                    "manifest",
                    KeyType.TEXT,
                    "",
                    "In place of `url`: where a list of servers is published, such as"
                            + " `https://nave.example.com/.well-known/mcp/manifest.json`. Its servers are behind this"
                            + " one; `headers` go to it and to servers of the same origin."),
            new Key(
                    "refresh",
                    KeyType.DURATION,
                    Amounts.text(Target.Manifest.REFRESH),
                    "How often the `manifest` is asked whether it has changed."),
            new Key(
                    "allow",
                    KeyType.list(KeyType.TEXT),
                    "[]",
                    "Which servers of the `manifest` are taken, such as `git*`, or tools of a server, such as"
                            + " `files/read_*`; all when nothing is said."),
            new Key(
                    "deny",
                    KeyType.list(KeyType.TEXT),
                    "[]",
                    "Which servers or tools of the `manifest` are left out, whatever is allowed."),
            new Key(
                    "servers",
                    new KeyType(
                            "mapping of names",
                            KeyType.members(
                                    "type",
                                    "object",
                                    "additionalProperties",
                                    KeyType.section(MANIFEST_SERVER).schema())),
                    "{}",
                    "Headers for single servers of the `manifest`, by their names there: `{files: {headers: {…}}}`."),
            new Key("enabled", KeyType.TRUTH, "true", "Whether the server is used at all."),
            new Key("disabled", KeyType.TRUTH, "false", "The opposite of `enabled`."),
            new Key("required", KeyType.TRUTH, "false", "Whether Nave is ready only while this server is."),
            new Key(
                    "labels",
                    KeyType.map("names", KeyType.LOOSE_TEXT),
                    "{}",
                    "Notes for people and programs, shown by `nave status --json`."),
            new Key(
                    "lazy",
                    KeyType.TRUTH,
                    "false",
                    "Whether the server is started by the first call that needs it; its lists are served as they were"
                            + " last. The very first time it is started to learn them."),
            new Key(
                    "idleStop",
                    KeyType.DURATION,
                    "",
                    "After how long without a call the server is stopped, to be started by the next one; by default"
                            + " never. A resource that somebody watches keeps it up."),
            new Key(
                    "startupTimeout",
                    KeyType.DURATION,
                    Amounts.text(Wait.START.standard()),
                    "In place of the hub's `waits.start`: how long the server may take to start and to shake hands."),
            new Key(
                    "restart",
                    KeyType.shorthand(RESTART),
                    KeyType.text(Restart.defaults().policy()),
                    "What follows when it ends or fails; `never` is short for `{policy: never}`."),
            new Key(
                    "health",
                    KeyType.shorthand(HEALTH),
                    KeyType.text(Health.defaults().probe()),
                    "How it is found out that it no longer answers; `protocol` is short for `{probe: protocol}`."),
            new Key(
                    "isolation",
                    KeyType.shorthand(ISOLATION),
                    KeyType.text(Isolation.defaults().mode()),
                    "Whose calls meet in one process or session; `per-session` is short for `{mode: per-session}`."),
            new Key(
                    "names",
                    KeyType.choice(NameStyle.class),
                    "",
                    "The style of this server's names, where it differs from the others'."),
            new Key(
                    "interactive",
                    KeyType.choice(Interactive.class),
                    "auto",
                    "`never` tells the server that no client can answer questions, so that its sessions can be"
                            + " shared."),
            new Key("era", KeyType.choice(Era.class), "auto", "Which protocol the server speaks; `auto` asks it."),
            new Key(
                    "tools",
                    new KeyType(
                            "mapping of patterns",
                            KeyType.members(
                                    "type",
                                    "object",
                                    "additionalProperties",
                                    KeyType.section(TOOL).schema())),
                    "{}",
                    "What is known of its tools, by their names at the server; `*` stands for any characters."),
            new Key("waits", KeyType.section(SERVER_WAITS), "{}", "This server's own waits, in place of the hub's."));

    static final List<Key> API_KEY = List.of(
            new Key("name", KeyType.TEXT, "", "Whom the key stands for: in logs, and as the principal of its calls."),
            new Key("hash", KeyType.TEXT, "", "What `nave key create` printed beside the key itself."),
            new Key("roles", KeyType.list(KeyType.TEXT), "[]", "What the caller may be; `admin` manages Nave."));

    static final List<Key> SEALS = List.of(new Key(
            "keys",
            KeyType.list(KeyType.TEXT),
            "[]",
            "32 random bytes each, in Base64: the first seals, all of them open. Without any the node makes one for"
                    + " itself; several nodes behind one address need the same."));

    static final List<Key> REPLICAS = List.of(
            new Key(
                    "listen",
                    KeyType.TEXT,
                    Replicas.STANDARD.toString(),
                    "Where the other nodes reach this one, as `host:port`; clients have no business there."),
            new Key(
                    "address",
                    KeyType.TEXT,
                    "made of `listen`",
                    "What the other nodes call to reach this one, as `http://host:port`. Needed where `listen` names no"
                            + " host."));

    static final List<Key> APP_ROLE = List.of(
            new Key("roleId", KeyType.TEXT, "", "The id of the role."),
            new Key("secretId", KeyType.TEXT, "", "Its secret: a reference to an environment variable or a file."),
            new Key("mount", KeyType.TEXT, "approle", "The path at which the method is enabled."));

    static final List<Key> KUBERNETES = List.of(
            new Key("role", KeyType.TEXT, "", "The role at Vault."),
            new Key(
                    "jwt",
                    KeyType.TEXT,
                    VaultSettings.SERVICE_ACCOUNT.toString(),
                    "The file of the service account's token."),
            new Key("mount", KeyType.TEXT, "kubernetes", "The path at which the method is enabled."));

    static final List<Key> VAULT = List.of(
            new Key("address", KeyType.TEXT, "${VAULT_ADDR}", "Its URL: `https`, or `http` on this machine."),
            new Key("namespace", KeyType.TEXT, "${VAULT_NAMESPACE:-}", "The namespace, where there are any."),
            new Key("token", KeyType.TEXT, "${VAULT_TOKEN}", "A token to sign in with."),
            new Key("appRole", KeyType.section(APP_ROLE), "", "In place of `token`: an AppRole."),
            new Key(
                    "kubernetes",
                    KeyType.section(KUBERNETES),
                    "",
                    "In place of `token`: the service account of the pod that Nave runs in."));

    static final List<Key> SECRETS = List.of(
            new Key(
                    "store",
                    KeyType.TEXT,
                    "",
                    "The file of Nave's own store; by default `secrets.json` in `$XDG_CONFIG_HOME/nave` or"
                            + " `~/.config/nave`."),
            new Key(
                    "masterKey",
                    KeyType.choice(SecretSettings.MasterKeyPlace.class),
                    "auto",
                    "Where the key of the store is: in a file, in `NAVE_MASTER_KEY`, or in the keyring of the"
                            + " session; `auto` takes the variable when it is set, else the file."),
            new Key(
                    "keyFile",
                    KeyType.TEXT,
                    "",
                    "The file of the master key, its owner's alone; by default `master.key` where the user's store"
                            + " is."),
            new Key(
                    "refresh",
                    KeyType.map("kinds", KeyType.DURATION),
                    "{}",
                    "How often secrets in use are looked at again, by their kind, as in `{ vault: 5m }`; those not"
                            + " named only when the configuration is loaded again."),
            new Key("vault", KeyType.section(VAULT), "{}", "How HashiCorp Vault is reached."));

    static final List<Key> TOP = List.of(
            new Key("listen", KeyType.section(LISTEN), "{}", "Where Nave listens and whom it believes."),
            new Key(
                    "names",
                    KeyType.choice(NameStyle.class),
                    "prefix",
                    "How names of several servers are told apart: `files__read`, `files:read`, `files.read` or"
                            + " `read`."),
            new Key(
                    SERVERS,
                    KeyType.named("servers by name", "^" + ServerSettings.NAME.pattern() + "$", SERVER),
                    "{}",
                    "The servers, in the order that lists and ambiguous names follow."),
            new Key(
                    "keys",
                    new KeyType(
                            "list of keys",
                            KeyType.members(
                                    "type",
                                    "array",
                                    "items",
                                    KeyType.section(API_KEY).schema())),
                    "[]",
                    "Who may call. Without any, callers on this machine are anonymous and others are refused."),
            new Key("waits", KeyType.section(WAITS), "{}", "How long Nave waits."),
            new Key("bounds", KeyType.section(BOUNDS), "{}", "How much Nave takes, keeps or lets happen at once."),
            new Key("seals", KeyType.section(SEALS), "{}", "The keys that seal what clients carry for Nave."),
            new Key(
                    "replicas",
                    KeyType.section(REPLICAS),
                    "none",
                    "This node as one of several behind one address; needs `seals.keys`."),
            new Key("secrets", KeyType.section(SECRETS), "{}", "Where secrets come from."),
            new Key("instructions", KeyType.TEXT, "", "A preface to the instructions that clients are given."),
            new Key(
                    "state",
                    KeyType.TEXT,
                    "",
                    "The directory for what outlives the process, relative to this file. Without it one of the user's,"
                            + " below `~/.local/state/nave`."));

    private Keys() {}

    static List<String> names(List<Key> keys) {
        return keys.stream().map(Key::name).toList();
    }

    private static Key key(Wait wait) {
        return new Key(wait.key(), KeyType.DURATION, Amounts.text(wait.standard()), wait.meaning());
    }

    private static Key key(Bound bound) {
        return switch (bound.unit()) {
            case BYTES -> new Key(bound.key(), KeyType.SIZE, Amounts.bytes(bound.standard()), bound.meaning());
            case COUNT -> new Key(bound.key(), KeyType.COUNT, Long.toString(bound.standard()), bound.meaning());
        };
    }
}
