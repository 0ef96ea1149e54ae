package dev.nave.edge.manifest;

import java.util.Optional;

/** Port: keeps the last good copy of a manifest beyond this process, so that it starts while the publisher is away. */
public interface Shelf {
    /** Keeps nothing. */
    Shelf NONE = new Shelf() {
        @Override
        public Optional<Copy> recall(String url) {
            return Optional.empty();
        }

        @Override
        public void keep(String url, Copy copy) {}
    };

    /**
     * What was kept last of the manifest at a URL. Blocks for a file at most.
     *
     * @param url may carry secrets
     */
    Optional<Copy> recall(String url);

    /** Keeps this in place of what was kept before. Blocks for a file at most; what cannot be kept is logged. */
    void keep(String url, Copy copy);
}
