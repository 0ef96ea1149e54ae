package dev.nave.transport.container;

import dev.nave.transport.child.CannotStart;
import dev.nave.transport.child.Errand.Answer;
import dev.nave.transport.child.Restraint;
import dev.nave.transport.child.Restraint.Grade;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an engine enforces on this machine of what was asked for. */
final class ContainerRestraints {
    private static final String DOCKER = "{{.MemoryLimit}} {{.CPUCfsQuota}} {{.PidsLimit}} {{.SecurityOptions}}";
    private static final String PODMAN = "{{.Host.Security.Rootless}} {{.Host.CgroupsVersion}}"
            + " {{.Host.Security.SECCOMPEnabled}} {{.Host.CgroupControllers}}";

    private final Engine engine;
    private final String info;

    private ContainerRestraints(Engine engine, String info) {
        this.engine = engine;
        this.info = info;
    }

    static List<Restraint> of(Engine engine, ContainerOptions options) throws CannotStart, InterruptedException {
        Answer answer =
                switch (engine.kind()) {
                    case DOCKER -> engine.ask("info", "--format", DOCKER);
                    case PODMAN -> engine.ask("info", "--format", PODMAN);
                    case OTHER -> new Answer(0, "", "");
                };
        return new ContainerRestraints(engine, answer.out().strip().toLowerCase(Locale.ROOT)).all(options);
    }

    private List<Restraint> all(ContainerOptions options) {
        List<Restraint> all = new ArrayList<>();
        all.add(
                options.readOnly()
                        ? enforced("files", "read-only but for /tmp and writable mounts")
                        : open("files", "its own file system can be written: readOnly is false"));
        all.add(
                options.tmpBytes() > 0
                        ? enforced("tmp", options.tmpBytes() + " bytes of memory")
                        : open("tmp", "none of its own was asked for"));
        all.add(
                switch (options.network()) {
                    case ContainerOptions.NO_NETWORK -> enforced("network", "none");
                    case ContainerOptions.FULL_NETWORK -> open("network", "full was asked for");
                    default -> enforced("network", "only " + options.network());
                });
        all.add(user(options));
        all.add(
                options.capabilities().isEmpty()
                        ? enforced("privileges", "no capabilities, no new privileges")
                        : enforced("privileges", "no capabilities but " + options.capabilities()));
        all.add(
                hasSeccomp()
                        ? enforced("system calls", "filtered by " + engine.name())
                        : open("system calls", engine.name() + " does not say that it filters them"));
        all.add(limit("memory", "memory", 0, options.memoryBytes() > 0, options.memoryBytes() + " bytes, no swap"));
        all.add(limit("cpu", "cpu", 1, options.cpus() > 0, options.cpus() + " processors"));
        all.add(limit("processes", "pids", 2, options.processes() > 0, options.processes() + " processes"));
        return all;
    }

    private static Restraint user(ContainerOptions options) {
        if (options.user().isEmpty()) {
            return open("user", "the image's own, which may be root");
        }
        String user = options.user().get();
        return user.matches("(0|root)(:.*)?") ? open("user", "root was asked for") : enforced("user", user);
    }

    private boolean hasSeccomp() {
        return switch (engine.kind()) {
            case DOCKER -> info.contains("seccomp");
            case PODMAN -> info.split(" ").length > 2 && info.split(" ")[2].equals("true");
            case OTHER -> false;
        };
    }

    private Restraint limit(String resource, String controller, int place, boolean asked, String what) {
        if (!asked) {
            return open(resource, "no limit was asked for");
        }
        String[] words = info.split(" ");
        boolean holds =
                switch (engine.kind()) {
                    case DOCKER -> words.length > place && words[place].equals("true");
                    case PODMAN -> words.length > 1 && (words[0].equals("false") || info.contains(controller));
                    case OTHER -> false;
                };
        if (holds) {
            return enforced(resource, what);
        }
        return new Restraint(
                resource,
                Grade.CANNOT,
                engine.kind() == Engine.Kind.OTHER
                        ? "whether " + engine.name() + " enforces it is not known"
                        : engine.name() + " cannot limit it here: run it as root, or on a system with cgroups v2");
    }

    private static Restraint enforced(String resource, String how) {
        return new Restraint(resource, Grade.ENFORCED, how);
    }

    private static Restraint open(String resource, String why) {
        return new Restraint(resource, Grade.OPEN, why);
    }
}
