/**
 * The command line as a whole. Below it, from the bottom up: {@code cli} and {@code terminal}, which every command uses;
 * {@code configuration}; {@code run}, the composition root and what serves; then the commands by what they are for:
 * {@code ask}, {@code edit}, {@code secret}.
 */
@org.jspecify.annotations.NullMarked
package dev.nave.app;
