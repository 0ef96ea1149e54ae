/**
 * Children on Linux that can do little harm: bubblewrap gives them namespaces and a view of the file system of their own, a
 * filter takes dangerous system calls from them, and control groups or resource limits bound what they use. What was asked
 * for and cannot be had is an error, never a child without it.
 */
@NullMarked
package dev.nave.transport.sandbox;

import org.jspecify.annotations.NullMarked;
