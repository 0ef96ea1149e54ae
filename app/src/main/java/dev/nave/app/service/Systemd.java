package dev.nave.app.service;

import dev.nave.clients.table.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A service of systemd, from version 247 on: of the user's own manager, or of the system's.
 *
 * <p>What the unit keeps from Nave it keeps from the servers that Nave starts, too, hence what is not there: system calls
 * and executable memory are the servers' affair, and namespaces and a {@code /proc} without mounts below it are needed for
 * sandboxes. A user's manager can confine little without breaking what the user's own programs may do.
 *
 * @param directory where the unit's file lies
 */
record Systemd(String name, boolean system, Path directory) implements Keeper {
    /** Longer than Nave itself waits for calls to end and servers to stop. */
    private static final int STOP_SECONDS = 75;

    static Path directory(Machine machine, boolean system) {
        return system ? Path.of("/etc/systemd/system") : machine.settings().resolve("systemd/user");
    }

    @Override
    public Path file() {
        return directory.resolve(unit());
    }

    @Override
    public String text(Service service) {
        String environment = new TreeMap<>(service.environment())
                .entrySet().stream()
                        .map(each -> "Environment=" + quoted(each.getKey() + "=" + each.getValue()) + "\n")
                        .collect(Collectors.joining());
        return """
            # Written by 'nave service install'; what you add in a drop-in stays: systemctl %sedit %s
            [Unit]
            Description=Nave, a hub for the Model Context Protocol
            %s
            StartLimitIntervalSec=300
            StartLimitBurst=5

            [Service]
            Type=exec
            ExecStart=%s
            ExecReload=/bin/kill -HUP $MAINPID
            %sEnvironmentFile=-%s/%s.env
            # A wrong configuration does not become right by another start.
            Restart=on-failure
            RestartPreventExitStatus=2
            RestartSec=2
            # Nave ends its servers in order; what is left after that is killed.
            KillMode=mixed
            TimeoutStopSec=%d
            SuccessExitStatus=143
            # A server that takes all memory is ended without the others.
            OOMPolicy=continue
            LimitNOFILE=65536
            UMask=0077
            %s
            [Install]
            WantedBy=%s
            """.formatted(
                        system ? "" : "--user ",
                        unit(),
                        system ? "Wants=network-online.target\nAfter=network-online.target" : "After=default.target",
                        service.command().stream()
                                .map(word -> quoted(word).replace("$", "$$"))
                                .collect(Collectors.joining(" ")),
                        environment,
                        system ? "/etc/nave" : "%E/nave",
                        name,
                        STOP_SECONDS,
                        system ? confinement(service) : "",
                        system ? "multi-user.target" : "default.target");
    }

    private String confinement(Service service) {
        String user = service.user()
                .map(each -> "User=" + each + "\n")
                .orElse("DynamicUser=yes\nEnvironment=HOME=%S/" + name + "\n");
        String writable = service.writable().stream()
                .map(path -> "ReadWritePaths=" + quoted(path.toString()) + "\n")
                .collect(Collectors.joining());
        return """

            # Holds for the servers that Nave starts, too.
            %sStateDirectory=%s
            StateDirectoryMode=0700
            Environment=XDG_STATE_HOME=%%S/%s
            %sNoNewPrivileges=yes
            CapabilityBoundingSet=
            ProtectSystem=strict
            ProtectHome=read-only
            PrivateTmp=yes
            PrivateDevices=yes
            ProtectClock=yes
            ProtectHostname=yes
            ProtectKernelModules=yes
            LockPersonality=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            """.formatted(user, name, name, writable);
    }

    @Override
    public List<List<String>> installed() {
        return List.of(systemctl("daemon-reload"), systemctl("enable", unit()));
    }

    @Override
    public List<List<String>> start() {
        return List.of(systemctl("start", unit()));
    }

    @Override
    public List<List<String>> stop() {
        return List.of(systemctl("stop", unit()));
    }

    @Override
    public List<String> status() {
        return systemctl("status", "--no-pager", "--lines=5", unit());
    }

    @Override
    public List<List<String>> uninstalling() {
        return List.of(systemctl("disable", "--now", unit()));
    }

    @Override
    public List<List<String>> uninstalled() {
        return List.of(systemctl("daemon-reload"));
    }

    @Override
    public List<String> advice() {
        return system
                ? List.of("Variables that the configuration refers to belong into /etc/nave/" + name + ".env.")
                : List.of(
                        "Variables that the configuration refers to belong into ~/.config/nave/" + name + ".env.",
                        "It runs while you are logged in; to have it run always: loginctl enable-linger");
    }

    private String unit() {
        return name + ".service";
    }

    private List<String> systemctl(String... words) {
        List<String> command = new ArrayList<>(List.of("systemctl"));
        if (!system) {
            command.add("--user");
        }
        command.addAll(List.of(words));
        return List.copyOf(command);
    }

    /** A word as systemd reads it: {@code man systemd.service}, command lines; {@code %} begins a specifier. */
    private static String quoted(String word) {
        String escaped = word.replace("%", "%%")
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n");
        return word.matches("[A-Za-z0-9_/.:=@+-]+") ? word : '"' + escaped + '"';
    }
}
