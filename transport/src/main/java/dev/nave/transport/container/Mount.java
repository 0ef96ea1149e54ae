package dev.nave.transport.container;

import java.nio.file.Path;

/**
 * A file or directory of this machine inside a container.
 *
 * @param source where it is here; must exist, for engines would make a directory of it
 * @param target where it is in the container, an absolute path
 * @param writable whether the server may change it
 */
public record Mount(Path source, String target, boolean writable) {}
