package dev.nave.clients.discover;

/**
 * How far a search goes.
 *
 * @param depth how many directories deep, below each one named
 * @param files how many files and directories are looked at in all
 * @param bytes the most of a file, or of an entry of an archive, that is read
 */
public record Limits(int depth, int files, int bytes) {
    /** 12 deep, 200,000 files, 1 MiB of each. */
    public static final Limits DEFAULT = new Limits(12, 200_000, 1 << 20);
}
