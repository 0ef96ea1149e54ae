package dev.nave.transport.ssh;

import dev.nave.transport.child.Custody;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the end of an SSH client says: 255 is its own, every other code is the program's or the shell's over there. */
final class SshEnd implements Custody.Meaning {
    private final SshOptions options;

    SshEnd(SshOptions options) {
        this.options = options;
    }

    @Override
    public Optional<String> of(int code, List<String> errors) {
        return switch (code) {
            case 255 -> Optional.of(own(String.join("\n", errors).toLowerCase(Locale.ROOT)));
            case 126 ->
                Optional.of("on " + options.host() + " the program " + options.command()
                        + " may not be run, or cwd is no" + " directory (exit code 126)");
            case 127 ->
                Optional.of("there is no program " + options.command() + " on " + options.host()
                        + " (exit code 127): give its full path, for the PATH there may be short");
            default -> Optional.empty();
        };
    }

    private String own(String said) {
        String host = options.host();
        if (said.contains("host identification has changed")) {
            return "the key of " + host
                    + " is not the one that is known: somebody may be in between, or the host was set"
                    + " up anew. If it was, remove the old key with ssh-keygen -R " + host;
        }
        if (said.contains("host key verification failed") || said.contains("host key is known")) {
            return "the key of " + host + " is not known: sign in once by hand, add it to the known hosts, or write"
                    + " hostKeys: accept-new";
        }
        if (said.contains("permission denied")) {
            return host
                    + " refused to let the hub in: check user and identity, and that the key needs no passphrase or is"
                    + " in an agent";
        }
        if (said.contains("could not resolve hostname")) {
            return "there is no host " + host + " by that name";
        }
        if (said.contains("not responding") || said.contains("broken pipe") || said.contains("closed by")) {
            return "the connection to " + host + " broke";
        }
        if (said.contains("connect to host") || said.contains("timed out") || said.contains("kex_exchange")) {
            return host + " cannot be reached: check host and port, and that an SSH server runs there";
        }
        return "the SSH connection to " + host + " failed (exit code 255)";
    }
}
