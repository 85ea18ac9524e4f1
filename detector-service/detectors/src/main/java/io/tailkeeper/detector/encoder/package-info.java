/** The detector of a frozen encoder's states and of hashed n-grams beside them. */
@NullMarked
package io.tailkeeper.detector.encoder;

import org.jspecify.annotations.NullMarked;
