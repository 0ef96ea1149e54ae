package dev.nave.app.cli;

/** Which Nave this is. */
public final class Version {
    public static final String TEXT = "0.1.0";

    private Version() {}
}
