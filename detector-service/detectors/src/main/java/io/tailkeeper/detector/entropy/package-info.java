/** The entropy-rate detector: how soon a text repeats itself. */
@NullMarked
package io.tailkeeper.detector.entropy;

import org.jspecify.annotations.NullMarked;
