/** HTTP, both ends: the server's event loops stay inside, handlers run on virtual threads of their own. */
@NullMarked
package dev.nave.transport.http;

import org.jspecify.annotations.NullMarked;
