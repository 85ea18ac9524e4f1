/**
 * Corpora in files of people, as the generator draws from them. Which files are read, and how, is {@code contracts/texts}.
 */
@NullMarked
package io.tailkeeper.generator.files;

import org.jspecify.annotations.NullMarked;
