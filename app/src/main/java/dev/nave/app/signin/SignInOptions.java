package dev.nave.app.signin;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.configuration.ConfigurationOptions;
import dev.nave.app.configuration.SecretKeeping;
import dev.nave.guard.oauth.OAuth;
import dev.nave.guard.secret.SecretFinder;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.secret.SecretUnavailable;
import dev.nave.hub.secret.Values;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;

/** What commands about sign-ins have in common: which server, and where its sign-in is kept. */
final class SignInOptions {
    @Mixin
    ConfigurationOptions configuration = new ConfigurationOptions();

    /** A configuration, and what finds its secrets and keeps its sign-ins. */
    record Opened(Configuration configuration, SecretFinder secrets, OAuth oauth) implements AutoCloseable {

        /**
         * The server of a name.
         *
         * @throws CommandFailure when nobody can sign in to it
         */
        ServerSettings server(String name) {
            ServerSettings server = configuration
                    .server(name)
                    .orElseThrow(() -> CommandFailure.wrong(
                            "Expected the name of a server (" + names() + "), got '" + name + "'."));
            if (!OAuth.isFor(server)) {
                throw CommandFailure.wrong("Nobody signs in to server '" + name
                        + "': it is started by Nave, has an Authorization header of its own, or says auth: none.");
            }
            return server;
        }

        Values values(ServerSettings server) throws InterruptedException {
            try {
                return Values.find(
                        secrets,
                        server.name(),
                        server.secrets(),
                        server.target().plain());
            } catch (SecretUnavailable e) {
                throw CommandFailure.failed((e.reason() + ". " + e.advice()).strip());
            }
        }

        private String names() {
            List<ServerSettings> servers = configuration.servers();
            return servers.stream().map(ServerSettings::name).collect(Collectors.joining(", "));
        }

        @Override
        public void close() {
            oauth.close();
            secrets.close();
        }
    }

    Opened open(PrintWriter told) {
        Configuration read = configuration.read(List.of(), told);
        SecureRandom random = new SecureRandom();
        return new Opened(
                read,
                SecretKeeping.finder(read.node().secrets(), System.getenv(), random),
                new OAuth(
                        SecretKeeping.store(read.node().secrets(), System.getenv(), random),
                        read.node().signIn(),
                        read.node().waits(),
                        random,
                        Time.SYSTEM));
    }
}
