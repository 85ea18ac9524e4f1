/**
 * The built-in corpus: definitions and examples of WordNet 3.1. Another corpus that comes with the program is a package beside it.
 */
@NullMarked
package io.tailkeeper.generator.wordnet;

import org.jspecify.annotations.NullMarked;
