/** Tests of the legacy door, against clients and endpoints in memory. */
@NullMarked
package dev.nave.edge.downstream.legacy;

import org.jspecify.annotations.NullMarked;
