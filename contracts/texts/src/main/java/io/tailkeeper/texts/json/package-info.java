/** Rows of JSON. */
@NullMarked
package io.tailkeeper.texts.json;

import org.jspecify.annotations.NullMarked;
