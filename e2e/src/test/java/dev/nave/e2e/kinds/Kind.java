package dev.nave.e2e.kinds;

/**
 * One kind of server behind the hub.
 *
 * @param name what it is called in the configuration
 * @param prefix of the names of its tools
 * @param answer what its {@code echo} says
 * @param kill ends it as roughly as can be
 * @param revive starts it again, where that is not the hub's own to do
 */
record Kind(String name, String prefix, String answer, Act kill, Act revive) {
    /** Something done to a server. */
    @FunctionalInterface
    interface Act {
        void run() throws Exception;
    }

    /** A tool of it as clients see it. */
    String tool(String own) {
        return prefix + own;
    }

    @Override
    public String toString() {
        return name;
    }
}
