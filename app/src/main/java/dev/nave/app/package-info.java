/** The command line and the one composition root: it wires the ports of the rooms below to what fills them. */
@org.jspecify.annotations.NullMarked
package dev.nave.app;
