/**
 * What a word of a text is, in every script: all who count words agree on it, or runs would not repeat. Plain Java that knows no
 * message.
 */
@NullMarked
package io.tailkeeper.contracts.words;

import org.jspecify.annotations.NullMarked;
