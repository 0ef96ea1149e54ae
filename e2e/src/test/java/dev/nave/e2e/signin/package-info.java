/** People sign in to servers through the hub: at a terminal, and by pages while a call waits. */
@NullMarked
package dev.nave.e2e.signin;

import org.jspecify.annotations.NullMarked;
