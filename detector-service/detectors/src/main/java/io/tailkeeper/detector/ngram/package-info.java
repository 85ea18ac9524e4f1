/** The linear detector: hashed n-grams of words and characters, a logistic regression on them. */
@NullMarked
package io.tailkeeper.detector.ngram;

import org.jspecify.annotations.NullMarked;
