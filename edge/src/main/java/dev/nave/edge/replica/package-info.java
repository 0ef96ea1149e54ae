/**
 * Several nodes as one hub: {@link dev.nave.edge.replica.Replicas} takes what reached the wrong node to the one it belongs
 * to, {@link dev.nave.edge.replica.ReplicaDoor} is where the other nodes knock. Every request between nodes, and the
 * proof that a node answered it, is sealed with the keys they share.
 */
@NullMarked
package dev.nave.edge.replica;

import org.jspecify.annotations.NullMarked;
