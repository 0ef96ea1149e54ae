package dev.nave.app.signin;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.ServerNames;
import dev.nave.guard.oauth.SignedIn;
import dev.nave.guard.store.StoreFailure;
import dev.nave.hub.configuration.ServerSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Forgets a sign-in. */
@Command(
        name = "logout",
        description = "Forgets a sign-in and gives its tokens back where the authorization server takes them.",
        mixinStandardHelpOptions = true)
public final class LogoutCommand implements Runnable {
    @Mixin
    SignInOptions options = new SignInOptions();

    @Option(
            names = "--holder",
            paramLabel = "PRINCIPAL",
            description = "Whose, as 'nave login --status' shows it; by default your own, which all share.")
    @Nullable
    String holder;

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = ServerNames.class,
            description = "The server, by its name in the configuration.")
    @Nullable
    String name;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public void run() {
        try (SignInOptions.Opened opened = options.open(spec.commandLine().getErr())) {
            ServerSettings server = opened.server(String.valueOf(name));
            Optional<String> whose = Optional.ofNullable(holder).filter(text -> !text.equals("all"));
            Optional<SignedIn> forgotten = opened.oauth().logout(server, opened.values(server), whose);
            if (forgotten.isEmpty()) {
                throw CommandFailure.failed("Nobody is signed in to '" + name + "'"
                        + whose.map(principal -> " as " + principal).orElse("") + ".");
            }
            spec.commandLine()
                    .getOut()
                    .println(
                            "Signed out of '" + name + "' at " + forgotten.get().issuer() + ".");
        } catch (StoreFailure e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("Interrupted while signing out of '" + name + "'.");
        }
    }
}
