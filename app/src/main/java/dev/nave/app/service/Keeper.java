package dev.nave.app.service;

import java.nio.file.Path;
import java.util.List;

/** What starts services on a machine, and the commands that it takes for one of them. */
sealed interface Keeper permits Systemd, Launchd {
    /** The file that describes the service. */
    Path file();

    /** What the file says. */
    String text(Service service);

    /** What to run once the file is written. */
    List<List<String>> installed();

    List<List<String>> start();

    List<List<String>> stop();

    /** What says how the service does, and ends with 0 when it runs. */
    List<String> status();

    /** What to run before the file is deleted; the service may have been stopped already. */
    List<List<String>> uninstalling();

    /** What to run once the file is deleted. */
    List<List<String>> uninstalled();

    /** What else to know once it is installed, for people. */
    List<String> advice();
}
