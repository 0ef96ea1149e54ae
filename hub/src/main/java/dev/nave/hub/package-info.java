/**
 * The heart of Nave: servers, filters and exchanges. It knows no era and no wire; what it needs of the outside it
 * declares as ports ({@link dev.nave.hub.Connector}), which the edge fills.
 */
@NullMarked
package dev.nave.hub;

import org.jspecify.annotations.NullMarked;
