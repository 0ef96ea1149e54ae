/**
 * The whole product from outside: the official conformance suite, real clients and real servers around a hub that runs in
 * a process of its own. What the tests share is here too: the Node packages, child processes, the two fixtures, the suite.
 */
@NullMarked
package dev.nave.e2e;

import org.jspecify.annotations.NullMarked;
