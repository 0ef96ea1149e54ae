package dev.nave.app.ask;

import dev.nave.app.run.RunningHub;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.secret.SecretUnavailable;
import dev.nave.protocol.json.Json;
import dev.nave.transport.child.CannotStart;
import dev.nave.transport.child.Restraint;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What this machine enforces of what a server may do.
 *
 * @param restraints one for each resource
 * @param problem why it cannot be confined at all, and so is not started
 */
record Confinement(String server, List<Restraint> restraints, Optional<String> problem) {

    /** Of every server that is used and confined, in configured order. */
    static List<Confinement> of(Configuration configuration, RunningHub hub) {
        List<Confinement> all = new ArrayList<>();
        for (ServerSettings server : configuration.servers()) {
            if (!server.enabled()) {
                continue;
            }
            try {
                List<Restraint> restraints = hub.restraints(server);
                if (!restraints.isEmpty()) {
                    all.add(new Confinement(server.name(), restraints, Optional.empty()));
                }
            } catch (CannotStart e) {
                all.add(new Confinement(server.name(), List.of(), Optional.of(e.getMessage() + ". " + e.advice())));
            } catch (SecretUnavailable _) {
                // Its line says so already: it cannot be started.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return all;
            }
        }
        return all;
    }

    void print(PrintWriter out) {
        out.println(server + " may do this much:");
        problem.ifPresent(text -> out.println("  nothing, for it is not started: " + text));
        for (Restraint restraint : restraints) {
            out.printf(
                    Locale.ROOT, "  %-16s %-13s %s%n", restraint.resource(), word(restraint.grade()), restraint.how());
        }
    }

    Json json() {
        var json = Json.object()
                .put("server", server)
                .put(
                        "restraints",
                        Json.array(restraints.stream().map(Confinement::json).toList()));
        problem.ifPresent(text -> json.put("problem", text));
        return json.build();
    }

    private static Json json(Restraint restraint) {
        return Json.object()
                .put("resource", restraint.resource())
                .put("grade", restraint.grade().name().toLowerCase(Locale.ROOT))
                .put("how", restraint.how())
                .build();
    }

    private static String word(Restraint.Grade grade) {
        return switch (grade) {
            case ENFORCED -> "enforced";
            case PARTLY -> "partly";
            case CANNOT -> "cannot be";
            case OPEN -> "not asked for";
        };
    }
}
