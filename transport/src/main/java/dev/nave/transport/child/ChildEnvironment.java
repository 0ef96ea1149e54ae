package dev.nave.transport.child;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Picks what children inherit: enough to run, nothing that was meant for this process alone. */
final class ChildEnvironment {
    private static final Set<String> INHERITED = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "TERM",
            "LANG",
            "TZ",
            "TMPDIR",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "NODE_EXTRA_CA_CERTS",
            "REQUESTS_CA_BUNDLE",
            "CURL_CA_BUNDLE",
            "JAVA_HOME");
    /** In either case, as programs differ. */
    private static final Set<String> PROXIES = Set.of("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY");
    /** Windows programs do not start without most of these; names there ignore case. */
    private static final Set<String> WINDOWS = Set.of(
            "PATH",
            "PATHEXT",
            "COMSPEC",
            "SYSTEMROOT",
            "SYSTEMDRIVE",
            "WINDIR",
            "TEMP",
            "TMP",
            "APPDATA",
            "LOCALAPPDATA",
            "PROGRAMDATA",
            "PROGRAMFILES",
            "PROGRAMFILES(X86)",
            "USERPROFILE",
            "USERNAME",
            "HOMEDRIVE",
            "HOMEPATH",
            "NUMBER_OF_PROCESSORS",
            "PROCESSOR_ARCHITECTURE");

    private ChildEnvironment() {}

    /** What of the environment {@code own} every child gets. */
    static Map<String, String> inherited(Map<String, String> own, boolean windows) {
        Map<String, String> picked = new TreeMap<>();
        own.forEach((name, value) -> {
            if (isInherited(name, windows)) {
                picked.put(name, value);
            }
        });
        return picked;
    }

    private static boolean isInherited(String name, boolean windows) {
        String upper = name.toUpperCase(Locale.ROOT);
        return INHERITED.contains(name)
                || PROXIES.contains(upper)
                || name.startsWith("LC_")
                || name.startsWith("XDG_")
                || (windows && WINDOWS.contains(upper));
    }
}
