/**
 * Files of keys and values that belong to somebody: {@link dev.nave.clients.file.Document} reads JSON with comments,
 * YAML and TOML with the position of every value, and edits by splicing, so that what an edit does not name stays byte
 * for byte as it was; {@link dev.nave.clients.file.OwnedFile} brings the text in and, whole or not at all, out again.
 */
@NullMarked
package dev.nave.clients.file;

import org.jspecify.annotations.NullMarked;
