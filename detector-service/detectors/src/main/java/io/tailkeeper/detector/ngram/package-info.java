/** The linear detector: hashed n-grams of words and characters, a logistic regression on them. */
package io.tailkeeper.detector.ngram;
