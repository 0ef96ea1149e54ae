package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Scalar;
import dev.nave.hub.configuration.SandboxSettings.Enforce;
import dev.nave.hub.configuration.SandboxSettings.Files;
import dev.nave.hub.configuration.SandboxSettings.Network;
import dev.nave.hub.configuration.SandboxSettings.Preset;
import dev.nave.hub.configuration.Target.Directory;
import java.util.List;
import java.util.Optional;

/** Reads what a child process may do. */
final class SandboxBinder {
    private final Section section;
    private final Directories directories;

    SandboxBinder(Section server, Templates templates, Problems problems) {
        this.section = server.below("sandbox", Keys.SANDBOX);
        this.directories = new Directories(templates, problems);
    }

    SandboxSettings bind() {
        Preset preset = section.choice("preset", Preset.class).orElse(Preset.STRICT);
        Files files = section.choice("files", Files.class).orElse(preset.files());
        List<Directory> read = directories.in(section.texts("read"));
        List<Directory> write = directories.in(section.texts("write"));
        Network network = section.choice("network", Network.class).orElse(preset.network());
        long tmp = section.value("tmp", SandboxBinder::size).orElse(SandboxSettings.TMP);
        long memory = section.limit("memory", Amounts::size, SandboxSettings.MEMORY);
        double cpus = section.part("cpus");
        int processes = Math.toIntExact(
                Math.min(Integer.MAX_VALUE, section.limit("processes", Amounts::count, SandboxSettings.PROCESSES)));
        Optional<String> user = section.text("user").map(Scalar::text);
        Enforce enforce = section.choice("enforce", Enforce.class).orElse(Enforce.ALL);
        return new SandboxSettings(preset, files, read, write, network, tmp, memory, cpus, processes, user, enforce);
    }

    private static long size(String text) {
        long size = Amounts.size(text);
        if (size < 1) {
            throw new IllegalArgumentException("Expected tmp to be a size of 1 or more bytes, not 0.");
        }
        return size;
    }
}
