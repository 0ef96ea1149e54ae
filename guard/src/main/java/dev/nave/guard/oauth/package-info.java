/**
 * The hub as an OAuth client of the servers behind it (2026-07-28, basic/authorization): who has to be asked, who the hub
 * is there, how a person signs in, and the tokens that come of it. {@link dev.nave.guard.oauth.OAuth} is the way in.
 */
@NullMarked
package dev.nave.guard.oauth;

import org.jspecify.annotations.NullMarked;
