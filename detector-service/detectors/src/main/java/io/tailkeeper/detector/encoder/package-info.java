/** The detector of a frozen encoder's states and of hashed n-grams beside them. */
package io.tailkeeper.detector.encoder;
