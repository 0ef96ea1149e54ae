package dev.nave.transport.container;

import dev.nave.transport.child.CannotStart;
import dev.nave.transport.child.Nursery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes containers of hubs that are gone. Only those started by this very machine since it was booted: an engine may serve
 * several, and what runs on another cannot be known here.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private Leftovers() {}

    /** What tells this machine, since its boot, from others; nothing where that is not known. */
    static Optional<String> boot() {
        try {
            return Optional.of(Files.readString(BOOT).strip());
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    static void remove(Engine engine) throws CannotStart, InterruptedException {
        Optional<String> boot = boot();
        if (boot.isEmpty()) {
            return;
        }
        String names = engine.ask(
                        "ps",
                        "--all",
                        "--filter",
                        "label=" + Containers.BOOT + "=" + boot.get(),
                        "--format",
                        "{{.Names}}")
                .out();
        List<String> orphans = names.lines()
                .map(String::strip)
                .filter(name -> Containers.hub(name).filter(Nursery::isGone).isPresent())
                .toList();
        if (!orphans.isEmpty()) {
            LOG.warn("Removing {} containers that a hub which is gone left behind", orphans.size());
            List<String> line = new ArrayList<>(List.of("rm", "--force"));
            line.addAll(orphans);
            engine.ask(line.toArray(String[]::new));
        }
    }
}
