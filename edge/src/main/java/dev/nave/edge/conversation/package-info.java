/**
 * Calls that outlive the stream they came on: {@link dev.nave.edge.conversation.Conversations} runs a call for a client
 * that has no way to be asked while it waits, parks it when the server asks something, and finds it again when the
 * client comes back with the answers.
 */
@NullMarked
package dev.nave.edge.conversation;

import org.jspecify.annotations.NullMarked;
