/**
 * What a hop through Nave costs: the hub, a lean pass-through of the same materials and nginx, side by side in one run.
 * {@link dev.nave.bench.Bench} runs it all; every subject and every server is a process of its own.
 */
@NullMarked
package dev.nave.bench;

import org.jspecify.annotations.NullMarked;
