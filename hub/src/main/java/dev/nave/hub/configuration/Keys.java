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

    static final List<Key> CONTAINER = List.of(
            new Key(
                    "image",
                    KeyType.TEXT,
                    "",
                    "Its name, best by digest as `name@sha256:…`: what is behind a tag changes."),
            new Key(
                    "pull",
                    KeyType.choice(ContainerSettings.Pull.class),
                    KeyType.text(ContainerSettings.Pull.MISSING),
                    "When the image is fetched: when it is not there (`missing`), before each start, or never."),
            new Key(
                    "pullTimeout",
                    KeyType.DURATION,
                    Amounts.text(ContainerSettings.PULL_TIMEOUT),
                    "How long that may take; `startupTimeout` begins afterwards."),
            new Key(
                    "engine",
                    KeyType.TEXT,
                    "",
                    "The program that runs it, by its name or path: any that takes Docker's commands. By default"
                            + " `docker` where its daemon answers, else `podman`."),
            new Key(
                    "options",
                    KeyType.list(KeyType.LOOSE_TEXT),
                    "[]",
                    "Further options of the engine's `run`, for what this machine needs."),
            new Key(
                    "mounts",
                    KeyType.list(KeyType.TEXT),
                    "[]",
                    "What it sees of this machine, as `SOURCE:TARGET`, read-only, or `SOURCE:TARGET:rw`; a relative"
                            + " source starts at this file."),
            new Key(
                    "readOnly",
                    KeyType.TRUTH,
                    "true",
                    "Whether nothing can be changed but writable mounts and `/tmp`."),
            new Key(
                    "tmp",
                    KeyType.SIZE_LIMIT,
                    Amounts.bytes(ContainerSettings.TMP),
                    "The size of its `/tmp`, which is in memory."),
            new Key(
                    "user",
                    KeyType.LOOSE_TEXT,
                    ContainerSettings.NOBODY,
                    "Whom it runs as, as `UID:GID`; `image` for the image's own user, which may be root."),
            new Key(
                    "network",
                    KeyType.TEXT,
                    ContainerSettings.NO_NETWORK,
                    "`none`, the engine's usual one (`full`), or the name of a network of the engine."),
            new Key(
                    "memory",
                    KeyType.SIZE_LIMIT,
                    Amounts.bytes(ContainerSettings.MEMORY),
                    "The most memory it may use, swap included."),
            new Key("cpus", KeyType.PART_LIMIT, "none", "The most processors it may use."),
            new Key(
                    "processes",
                    KeyType.COUNT_LIMIT,
                    Integer.toString(ContainerSettings.PROCESSES),
                    "The most processes and threads."),
            new Key(
                    "capabilities",
                    KeyType.list(KeyType.TEXT),
                    "[]",
                    "Linux capabilities that are kept, such as `NET_BIND_SERVICE`; all others are dropped."),
            new Key("labels", KeyType.map("names", KeyType.LOOSE_TEXT), "{}", "Labels of the container."));

    static final List<Key> SSH = List.of(
            new Key("host", KeyType.TEXT, "", "Its name, address or alias in `~/.ssh/config`, also as `user@host`."),
            new Key("user", KeyType.TEXT, "", "Whom to sign in as; by default what SSH takes."),
            new Key("port", KeyType.COUNT, "", "By default what SSH takes."),
            new Key(
                    "identity",
                    KeyType.TEXT,
                    "",
                    "The file of a private key without a passphrase, the only one tried."),
            new Key(
                    "knownHosts",
                    KeyType.TEXT,
                    "",
                    "The one file with the keys of hosts, in place of SSH's own files."),
            new Key(
                    "hostKeys",
                    KeyType.choice(SshSettings.HostKeys.class),
                    KeyType.text(SshSettings.HostKeys.STRICT),
                    "Whether only hosts with a known key are spoken to (`strict`), or new ones too, which are then"
                            + " known (`accept-new`). A key that changed is never taken."),
            new Key(
                    "connectTimeout",
                    KeyType.DURATION,
                    Amounts.text(SshSettings.CONNECT_TIMEOUT),
                    "How long the connection may take to come about."),
            new Key(
                    "keepAlive",
                    KeyType.DURATION,
                    Amounts.text(SshSettings.KEEP_ALIVE),
                    "After how long a silence the host is asked whether it is there; the third question without an"
                            + " answer ends the connection."),
            new Key(
                    "options",
                    KeyType.list(KeyType.LOOSE_TEXT),
                    "[]",
                    "Further options of `ssh`, such as `[-J, bastion.example]`."));

    static final List<Key> SANDBOX = List.of(
            new Key(
                    "preset",
                    KeyType.choice(SandboxSettings.Preset.class),
                    KeyType.text(SandboxSettings.Preset.STRICT),
                    "Where the defaults come from: nothing but its program and the system's (`strict`), that and the"
                        + " network (`network`), with the caches of npm (`node`) or of uv and pip (`python`), or all"
                        + " files to read and no network (`read-only`)."),
            new Key(
                    "files",
                    KeyType.choice(SandboxSettings.Files.class),
                    "the preset's",
                    "What it sees of the file system: what is `listed`, or all of it but well-known secrets,"
                            + " read-only."),
            new Key("read", KeyType.list(KeyType.TEXT), "[]", "Files and directories that it may read besides."),
            new Key("write", KeyType.list(KeyType.TEXT), "[]", "Files and directories that it may change."),
            new Key(
                    "network",
                    KeyType.choice(SandboxSettings.Network.class),
                    "the preset's",
                    "No network at all, or that of this machine."),
            new Key(
                    "tmp",
                    KeyType.SIZE,
                    Amounts.bytes(SandboxSettings.TMP),
                    "The size of its `/tmp`, of its home and of its shared memory, each in memory and its own."),
            new Key(
                    "memory",
                    KeyType.SIZE_LIMIT,
                    Amounts.bytes(SandboxSettings.MEMORY),
                    "The most memory it may use: all its processes together where a control group can be made, else"
                            + " each of them."),
            new Key("cpus", KeyType.PART_LIMIT, "none", "The most processors it may use; needs a control group."),
            new Key(
                    "processes",
                    KeyType.COUNT_LIMIT,
                    Integer.toString(SandboxSettings.PROCESSES),
                    "The most processes and threads."),
            new Key(
                    "user",
                    KeyType.TEXT,
                    "",
                    "Whom it runs as when Nave is root, as `USER` or `USER:GROUP`; by default root without its"
                            + " powers."),
            new Key(
                    "enforce",
                    KeyType.choice(SandboxSettings.Enforce.class),
                    KeyType.text(SandboxSettings.Enforce.ALL),
                    "Whether a server whose limits this machine cannot enforce is not started (`all`), or started"
                            + " without those (`possible`). Without a sandbox it is never started."));

    static final List<Key> HUB_WAITS = Arrays.stream(Wait.values())
            .filter(wait -> !wait.perServer())
            .map(Keys::key)
            .toList();

    static final List<Key> WAITS = Arrays.stream(Wait.values()).map(Keys::key).toList();

    static final List<Key> BOUNDS = Arrays.stream(Bound.values()).map(Keys::key).toList();

    static final List<Key> AUTH = List.of(
            new Key(
                    "grant",
                    KeyType.choice(AuthorizationBinder.GRANTS),
                    "authorization_code",
                    "How the hub is let in: a person signs in (`nave login`), the hub signs in as itself, or not at"
                            + " all. Idle while `headers` has an `Authorization` of its own."),
            new Key(
                    "clientId",
                    KeyType.TEXT,
                    "",
                    "The client that was registered for this hub by hand. Without it the hub says who it is by"
                            + " `signIn.clientMetadata`, or registers itself."),
            new Key("clientSecret", KeyType.TEXT, "", "The client's secret, as a reference."),
            new Key(
                    "privateKey",
                    KeyType.TEXT,
                    "",
                    "In place of the secret: the client's private key, PKCS #8 in PEM, as a reference."),
            new Key(
                    "method",
                    KeyType.choice(AuthorizationBinder.METHODS),
                    "",
                    "How the client shows itself to the authorization server; by default as that one says."),
            new Key(
                    "issuer",
                    KeyType.TEXT,
                    "",
                    "The authorization server the client is registered at: if the server names others alone, nobody"
                            + " is asked."),
            new Key(
                    "scopes",
                    KeyType.list(KeyType.TEXT),
                    "[]",
                    "What to ask for, in place of what the server says is needed."),
            new Key(
                    "credentials",
                    KeyType.choice(Authorization.Sharing.class),
                    "shared",
                    "Whose sign-in a call takes: the caller's own if there is one and else the operator's, or the"
                            + " caller's own alone."));

    static final List<Key> SIGN_IN = List.of(
            new Key(
                    "url",
                    KeyType.TEXT,
                    "",
                    "Where browsers reach this hub, as `https://host`; by default the address it listens on."),
            new Key(
                    "clientMetadata",
                    KeyType.TEXT,
                    "",
                    "The URL of the document that says who this hub is; by default the hub's own,"
                            + " `URL/oauth/client.json`, where `url` is https."));

    static final List<Key> SERVER = List.of(
            new Key("command", KeyType.TEXT, "", "The program to start, by its name or path: not a line for a shell."),
            new Key("args", KeyType.list(KeyType.LOOSE_TEXT), "[]", "Its arguments."),
            new Key(
                    "env",
                    KeyType.map("names", KeyType.LOOSE_TEXT),
                    "{}",
                    "Its environment variables, beside the few that every child inherits."),
            new Key(
                    "cwd",
                    KeyType.TEXT,
                    "",
                    "Where it runs, relative to this file, or in the container or on the machine it runs on; by"
                            + " default where Nave runs."),
            new Key(
                    "sample",
                    KeyType.TEXT,
                    "",
                    "In place of `command`: a small server that ships with Nave, started as `nave sample NAME`."),
            new Key(
                    "container",
                    KeyType.shorthand(CONTAINER),
                    "",
                    "A container to run, with `args` and `env` for its program; `command` beside it takes the place of"
                            + " the image's. An image alone is short for `{image: …}`."),
            new Key(
                    "ssh",
                    KeyType.shorthand(SSH),
                    "",
                    "Another machine that `command` runs on; a host alone is short for `{host: …}`."),
            new Key(
                    "sandbox",
                    KeyType.shorthand(SANDBOX),
                    "",
                    "What `command` may do, on Linux; without it, all that Nave may. `node` is short for"
                            + " `{preset: node}`."),
            new Key(
                    "url",
                    KeyType.TEXT,
                    "",
                    "Where the server answers: `http`, `https`, `ws` or `wss`, or a Unix domain socket as"
                            + " `http+unix://%2Frun%2Fserver.sock/mcp`. Beside `command` or `sample`: where it answers"
                            + " once it is started."),
            new Key("headers", KeyType.map("names", KeyType.LOOSE_TEXT), "{}", "Headers of every request to `url`."),
            new Key(
                    "auth",
                    KeyType.shorthand(AUTH),
                    "authorization_code",
                    "How the hub is let in where the server asks for OAuth; `none` is short for `{grant: none}`."),
            new Key(
                    "transport",
                    KeyType.choice(Transports.NAMES),
                    "auto",
                    "How to speak to the server: `stdio` needs `command`, `container` or `sample`, the others a"
                            + " `url`."),
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

    static final List<Key> LOGS = List.of(
            new Key(
                    "level",
                    KeyType.choice(LogSettings.Level.class),
                    KeyType.text(LogSettings.defaults().level()),
                    "How much is written into the files."),
            new Key(
                    "console",
                    KeyType.choice(LogSettings.Level.class),
                    KeyType.text(LogSettings.defaults().console()),
                    "How much standard error gets. `--log-level` and `NAVE_LOG` go before this and `level`."),
            new Key(
                    "format",
                    KeyType.choice(LogSettings.Format.class),
                    KeyType.text(LogSettings.defaults().format()),
                    "How standard error is written; `--log-format` and `NAVE_LOG_FORMAT` go before it. The files are"
                            + " JSON, one object a line, in any case."),
            new Key("files", KeyType.TRUTH, "true", "Whether there are files: one of the hub and one of each server."),
            new Key(
                    "directory",
                    KeyType.TEXT,
                    "",
                    "Where they are, relative to this file; by default `logs` in the state directory."),
            new Key(
                    "file",
                    KeyType.SIZE,
                    Amounts.bytes(LogSettings.defaults().file()),
                    "How large a file becomes before the next is begun; a day is another reason."),
            new Key(
                    "total",
                    KeyType.SIZE,
                    Amounts.bytes(LogSettings.defaults().total()),
                    "How much is kept for the hub, and again for each server; the oldest file goes first."),
            new Key(
                    "keep",
                    KeyType.DURATION,
                    Amounts.text(LogSettings.defaults().keep()),
                    "How long a file is kept, in whole days."));

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
            new Key("logs", KeyType.section(LOGS), "{}", "What is logged, where and for how long."),
            new Key("signIn", KeyType.section(SIGN_IN), "{}", "How people sign in to servers through the hub."),
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
