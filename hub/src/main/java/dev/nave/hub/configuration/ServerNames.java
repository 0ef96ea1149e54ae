package dev.nave.hub.configuration;

import dev.nave.hub.Sha256;

/** Makes a name that Nave takes out of one that another program took. */
public final class ServerNames {
    private static final int LONGEST = 24;
    private static final int HASH = 6;

    private ServerNames() {}

    /** Whether Nave takes the name as it is. */
    public static boolean fits(String name) {
        return ServerSettings.NAME.matcher(name).matches() && !name.equalsIgnoreCase(ServerSettings.RESERVED);
    }

    /** The same name, or a similar one with the hash of the original: a function of the name alone. */
    public static String fitting(String name) {
        if (fits(name)) {
            return name;
        }
        String plain = name.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-+", "");
        if (plain.isEmpty() || !Character.isLetter(plain.charAt(0))) {
            plain = "s" + plain;
        }
        String cut =
                plain.substring(0, Math.min(plain.length(), LONGEST - HASH - 1)).replaceAll("-+$", "");
        return cut + "-" + Sha256.hex(name).substring(0, HASH);
    }
}
