/** Commands for sign-ins to servers that ask for OAuth. */
@NullMarked
package dev.nave.app.signin;

import org.jspecify.annotations.NullMarked;
