package dev.nave.transport.ssh;

import dev.nave.transport.child.CannotStart;
import dev.nave.transport.child.ChildCommand;
import dev.nave.transport.child.Custody;
import dev.nave.transport.child.Programs;
import dev.nave.transport.ssh.SshOptions.HostKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prepares programs on other machines to be started as children. The SSH client is the child: it asks nobody for passwords,
 * shares no connection, forwards nothing, and notices when the other side is gone. The program there ends with the
 * connection. The client inherits what every child does, and this process's {@code SSH_AUTH_SOCK}.
 */
public final class Ssh {
    private static final String AGENT = "SSH_AUTH_SOCK";

    private final Map<String, String> environment;

    /** @param environment of this process */
    public Ssh(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * The child that runs a program there. Connects to nothing yet.
     *
     * @throws CannotStart when there is no SSH client or no such key file
     */
    public ChildCommand command(SshOptions options) throws CannotStart {
        if (Programs.find("ssh", environment).isEmpty()) {
            throw new CannotStart(
                    "there is no program ssh on the PATH", "Install the client of OpenSSH, openssh-client.", false);
        }
        if (options.identity().isPresent()
                && !Files.isReadable(options.identity().get())) {
            throw new CannotStart(
                    "the key " + options.identity().get() + " cannot be read", "Check ssh.identity.", false);
        }
        List<String> line = new ArrayList<>(List.of("-T", "-x", "-a"));
        set(line, "BatchMode", "yes");
        set(line, "RequestTTY", "no");
        set(line, "RemoteCommand", "none");
        set(line, "EscapeChar", "none");
        set(line, "ControlMaster", "no");
        set(line, "ControlPath", "none");
        set(line, "ClearAllForwardings", "yes");
        set(line, "PermitLocalCommand", "no");
        set(line, "LogLevel", "ERROR");
        set(line, "ConnectTimeout", seconds(options.connect()));
        set(line, "ServerAliveInterval", seconds(options.keepAlive()));
        set(line, "ServerAliveCountMax", "3");
        set(line, "StrictHostKeyChecking", options.hostKeys() == HostKeys.STRICT ? "yes" : "accept-new");
        options.knownHosts().ifPresent(file -> {
            set(line, "UserKnownHostsFile", quoted(file));
            set(line, "GlobalKnownHostsFile", "/dev/null");
        });
        options.identity().ifPresent(file -> {
            set(line, "IdentitiesOnly", "yes");
            set(line, "IdentityFile", quoted(file));
        });
        options.port().ifPresent(port -> line.addAll(List.of("-p", Integer.toString(port))));
        options.user().ifPresent(user -> line.addAll(List.of("-l", user)));
        line.addAll(options.options());
        line.addAll(List.of("--", options.host(), RemoteScript.READER));

        String agent = environment.get(AGENT);
        return new ChildCommand(
                "ssh",
                line,
                agent == null ? Map.of() : Map.of(AGENT, agent),
                Optional.empty(),
                options.shown(),
                new Custody(new SshEnd(options), List.of(), false, RemoteScript.line(options)));
    }

    private static void set(List<String> line, String option, String value) {
        line.add("-o");
        line.add(option + "=" + value);
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }

    /** For ssh_config(5), where blanks part words and a percent sign begins a token. */
    private static String quoted(Path file) {
        return '"' + file.toAbsolutePath().toString().replace("%", "%%") + '"';
    }
}
