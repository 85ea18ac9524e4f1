/**
 * Files of texts: which files of a folder are read, which serve as train, validation and test, and what is skipped and why.
 * Corpora of the generator and labelled texts of detector training are read by these rules alone.
 */
@NullMarked
package io.tailkeeper.texts;

import org.jspecify.annotations.NullMarked;
