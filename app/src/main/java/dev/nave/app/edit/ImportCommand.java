package dev.nave.app.edit;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.Output;
import dev.nave.app.terminal.Terminal;
import dev.nave.clients.own.ServersFile;
import dev.nave.clients.table.Client;
import dev.nave.clients.table.ClientServer;
import dev.nave.clients.table.Machine;
import dev.nave.clients.takeover.Candidate;
import dev.nave.clients.takeover.PlainSecret;
import dev.nave.clients.takeover.Survey;
import dev.nave.clients.takeover.Versions;
import dev.nave.protocol.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes over the servers that clients have. */
@Command(
        name = "import",
        description = {
            "Takes over servers from the files of MCP clients; the clients' files stay as they are.",
            "Says which are there already, which names clash, which secrets stand in plain text, and which packages"
                    + " have no version."
        },
        mixinStandardHelpOptions = true)
public final class ImportCommand implements Runnable {
    private final Machine machine;

    @Mixin
    EditOptions edit = new EditOptions();

    @Mixin
    Output output = new Output();

    @Parameters(
            paramLabel = "CLIENT|FILE",
            arity = "0..*",
            description =
                    "A client such as cursor or codex, or a file; all clients on this machine when there is none.")
    List<String> names = List.of();

    @Option(names = "--like", paramLabel = "CLIENT", description = "Read FILE as this client would.")
    @Nullable
    String like;

    @Option(names = "--only", paramLabel = "NAME", description = "Take only this server; may be repeated.")
    List<String> only = new ArrayList<>();

    @Option(names = "--rename", description = "Take servers whose name is another's too, as NAME-CLIENT.")
    boolean rename;

    @Option(
            names = "--secrets",
            paramLabel = "HOW",
            description = "What to do with secrets in plain text: keep them, move them to the store, or expect them in"
                    + " env, the environment.")
    @Nullable
    String secrets;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    private final Optional<SecretShelf> shelf;

    public ImportCommand(Machine machine, Optional<SecretShelf> shelf) {
        this.machine = machine;
        this.shelf = shelf;
    }

    /** What becomes of secrets in plain text. */
    private enum Handling {
        KEEP,
        STORE,
        ENV
    }

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Handling handling = handling();
        ServersFile file = edit.read(machine);
        ImportSources.Read sources =
                ImportSources.of(names, client(), machine, spec.commandLine().getErr());
        List<ClientServer> chosen = sources.servers().stream()
                .filter(server -> only.isEmpty() || only.contains(server.name()))
                .toList();
        List<Candidate> candidates = Survey.of(chosen, file.servers(), new Versions(machine), rename);
        Map<String, Json> taken = new LinkedHashMap<>();
        candidates.stream()
                .filter(Candidate::isNew)
                .forEach(candidate -> taken.put(candidate.name(), withoutSecrets(candidate, handling)));
        ServersFile edited = edit.edited(file.path(), () -> {
            ServersFile more = file;
            for (Map.Entry<String, Json> each : taken.entrySet()) {
                more = more.with(each.getKey(), each.getValue());
            }
            return more;
        });
        if (!output.json) {
            ImportReport.print(candidates, sources.files(), advice(handling), Terminal.out(), out);
        }
        List<String> missing = edit.finish(edited, machine, out, () -> {
            if (handling == Handling.STORE) {
                candidates.stream().filter(Candidate::isNew).forEach(candidate -> store(file.path(), candidate));
            }
        });
        if (output.json) {
            out.println(ImportReport.json(file.path(), edit.dryRun, candidates, missing)
                    .raw());
            return;
        }
        if (!edit.dryRun) {
            out.println(
                    taken.isEmpty()
                            ? "Nothing to take over: " + file.path() + " stays as it is."
                            : "Took over " + taken.size() + (taken.size() == 1 ? " server" : " servers") + " into "
                                    + file.path() + ".");
        }
        missing.forEach(variable -> out.println("Set " + variable + " where Nave runs: it is not set here."));
    }

    private Optional<Client> client() {
        if (like == null) {
            return Optional.empty();
        }
        return Optional.of(Client.named(like)
                .orElseThrow(() -> CommandFailure.wrong("Expected --like with one of "
                        + Arrays.stream(Client.values()).map(Client::id).collect(Collectors.joining(", ")) + ", got '"
                        + like + "'.")));
    }

    private Handling handling() {
        if (secrets == null) {
            return Handling.KEEP;
        }
        Handling handling = Arrays.stream(Handling.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(secrets))
                .findFirst()
                .orElseThrow(
                        () -> CommandFailure.wrong("Expected --secrets keep, store or env, got '" + secrets + "'."));
        if (handling == Handling.STORE && shelf.isEmpty()) {
            throw CommandFailure.wrong("There is no store for secrets here: say --secrets env or --secrets keep.");
        }
        return handling;
    }

    private String advice(Handling handling) {
        return switch (handling) {
            case KEEP ->
                shelf.isPresent()
                        ? ": move it with --secrets store, or take it from the environment with --secrets env."
                        : ": take it from the environment with --secrets env.";
            case STORE -> ": it goes to the store.";
            case ENV -> ": it is taken from the environment.";
        };
    }

    private static Json withoutSecrets(Candidate candidate, Handling handling) {
        Json definition = candidate.definition();
        for (PlainSecret secret : candidate.secrets()) {
            definition = switch (handling) {
                case KEEP -> definition;
                case STORE -> secret.replaced(definition, "${secret:" + secret.name() + "}");
                case ENV -> secret.replaced(definition, "${env:" + secret.variable() + "}");
            };
        }
        return definition;
    }

    private void store(Path configuration, Candidate candidate) {
        for (PlainSecret secret : candidate.secrets()) {
            shelf.orElseThrow().keep(configuration, secret.name(), secret.value());
        }
    }
}
