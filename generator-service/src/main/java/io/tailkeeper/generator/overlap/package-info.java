/** How far a text is the human one after the same prompt. */
@NullMarked
package io.tailkeeper.generator.overlap;

import org.jspecify.annotations.NullMarked;
