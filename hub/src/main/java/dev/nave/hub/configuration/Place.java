package dev.nave.hub.configuration;

import java.nio.file.Path;

/**
 * A place in a file.
 *
 * @param file the file as it was named
 * @param line from 1; 0 for the file as a whole
 * @param column from 1, in characters; 0 for the line or file as a whole
 */
public record Place(Path file, int line, int column) implements Comparable<Place> {

    /** The file as a whole. */
    public static Place of(Path file) {
        return new Place(file, 0, 0);
    }

    /** By line, then by column; the files are not compared. */
    @Override
    public int compareTo(Place other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }

    /** {@code file:line:column}, the form editors and terminals make a link of. */
    @Override
    public String toString() {
        return line == 0 ? file.toString() : file + ":" + line + ":" + column;
    }

    /** A path written at this place, relative to the file's own directory, or to the user's when it begins with a tilde. */
    Path resolve(String written) {
        Path directory = file.toAbsolutePath().getParent();
        String path = Home.expand(written);
        return directory == null ? Path.of(path) : directory.resolve(path).normalize();
    }
}
