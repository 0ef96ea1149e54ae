package dev.nave.transport.container;

/** When an image is fetched before a container is started from it. */
public enum Pull {
    /** Not at all: it must be there. */
    NEVER,
    /** When it is not there. */
    MISSING,
    /** Each time. */
    ALWAYS
}
