/** What servers ask the clients of the hub, where the wire does not say of which call. */
@NullMarked
package dev.nave.e2e.questions;

import org.jspecify.annotations.NullMarked;
