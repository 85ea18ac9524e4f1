/** The entropy-rate detector: how soon a text repeats itself. */
package io.tailkeeper.detector.entropy;
