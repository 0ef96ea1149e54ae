package dev.nave.transport.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.nave.transport.child.Restraint;
import dev.nave.transport.child.Restraint.Grade;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said to hold on machines that offer less, or other things, than this one. */
class LimitsTest {
    private static final SandboxOptions ASKED = Attempt.options(SandboxOptions.Files.LISTED, List.of());
    private static final Optional<String> PRLIMIT = Optional.of("/usr/bin/prlimit");

    @Test
    void aUserWithoutControlGroupsHasLimitsOfProcessesAndForEachProcess() {
        Limits limits = new Limits(ControlGroups.NONE, PRLIMIT, Optional.empty(), false);
        assertThat(limits.restraints(ASKED))
                .extracting(Restraint::resource, Restraint::grade)
                .containsExactly(
                        tuple("memory", Grade.PARTLY), tuple("cpu", Grade.CANNOT), tuple("processes", Grade.ENFORCED));
        assertThat(limits.inside(ASKED)).contains("--data=67108864", "--nproc=23");
        assertThat(limits.scope(ASKED)).isEmpty();
    }

    @Test
    void rootHasNoLimitOfProcessesWithoutControlGroups() {
        SandboxOptions asRoot = new SandboxOptions(
                SandboxOptions.Files.LISTED,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                1,
                false,
                0,
                0,
                20,
                Optional.empty(),
                false);
        assertThat(new Limits(ControlGroups.NONE, PRLIMIT, Optional.empty(), true).restraints(asRoot))
                .extracting(Restraint::grade)
                .containsExactly(Grade.OPEN, Grade.OPEN, Grade.CANNOT);
    }

    @Test
    void aScopeOfSystemdEnforcesAll() {
        Limits limits = new Limits(
                ControlGroups.NONE, PRLIMIT, Optional.of(List.of("systemd-run", "--user", "--scope")), false);
        assertThat(limits.restraints(ASKED)).allMatch(restraint -> restraint.grade() == Grade.ENFORCED);
        assertThat(limits.scope(ASKED))
                .containsExactly(
                        "systemd-run",
                        "--user",
                        "--scope",
                        "--property=MemoryMax=67108864",
                        "--property=MemorySwapMax=0",
                        "--property=CPUQuota=50%",
                        "--property=TasksMax=23",
                        "--");
    }
}
