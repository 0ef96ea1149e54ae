package dev.nave.clients.table;

import java.nio.file.Path;
import java.util.function.Function;

/**
 * One place where a client keeps servers.
 *
 * @param scope for whom
 * @param shown the path as documentation writes it
 * @param path where that is on a machine
 */
public record Spot(Scope scope, String shown, Function<Machine, Path> path) {

    /** For whom the servers of a file are. */
    public enum Scope {
        /** The user, in every project. */
        USER,
        /** Whoever works in one directory. */
        PROJECT
    }

    static Spot home(String path) {
        return new Spot(Scope.USER, "~/" + path, machine -> machine.home().resolve(path));
    }

    /** Below a directory that a variable may move. */
    static Spot moved(String variable, String home, String path) {
        return new Spot(
                Scope.USER,
                "~/" + home + (home.isEmpty() ? "" : "/") + path + " ($" + variable + ")",
                machine ->
                        machine.variable(variable, machine.home().resolve(home)).resolve(path));
    }

    /** By the XDG conventions on every system. */
    static Spot settings(String path) {
        return new Spot(
                Scope.USER, "~/.config/" + path, machine -> machine.settings().resolve(path));
    }

    /**
     * Among the settings of programs with a window, shown as {@code APPS}: {@code ~/.config},
     * {@code ~/Library/Application Support} or {@code %APPDATA%}.
     */
    static Spot application(String path) {
        return new Spot(
                Scope.USER, "APPS/" + path, machine -> machine.applications().resolve(path));
    }

    static Spot project(String path) {
        return new Spot(Scope.PROJECT, path, machine -> machine.directory().resolve(path));
    }
}
