package dev.nave.app.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.transport.child.Restraint;
import dev.nave.transport.child.Restraint.Grade;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ConfinementTest {
    @Test
    void each_resource_has_a_line_that_says_what_holds() {
        Confinement confinement = new Confinement(
                "files",
                List.of(
                        new Restraint("network", Grade.ENFORCED, "none"),
                        new Restraint("memory", Grade.PARTLY, "for each process"),
                        new Restraint("cpu", Grade.CANNOT, "no control group"),
                        new Restraint("processes", Grade.OPEN, "no limit was asked for")),
                Optional.empty());
        assertThat(printed(confinement))
                .containsExactly(
                        "files may do this much:",
                        "  network          enforced      none",
                        "  memory           partly        for each process",
                        "  cpu              cannot be     no control group",
                        "  processes        not asked for no limit was asked for");
        assertThat(confinement.json().raw())
                .contains("\"grade\":\"cannot\"", "\"resource\":\"cpu\"")
                .doesNotContain("problem");
    }

    @Test
    void a_server_that_cannot_be_confined_may_do_nothing() {
        Confinement confinement = new Confinement("files", List.of(), Optional.of("no bubblewrap. Install it."));
        assertThat(printed(confinement))
                .containsExactly(
                        "files may do this much:", "  nothing, for it is not started: no bubblewrap. Install it.");
        assertThat(confinement.json().string("problem")).contains("no bubblewrap. Install it.");
    }

    private static List<String> printed(Confinement confinement) {
        StringWriter out = new StringWriter();
        confinement.print(new PrintWriter(out, true));
        return out.toString().lines().toList();
    }
}
