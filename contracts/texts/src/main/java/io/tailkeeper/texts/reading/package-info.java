/** Texts and rows of files of every kind. */
@NullMarked
package io.tailkeeper.texts.reading;

import org.jspecify.annotations.NullMarked;
