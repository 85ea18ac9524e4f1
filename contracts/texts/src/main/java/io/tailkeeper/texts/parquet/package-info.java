/** Rows of Parquet files, by hardwood. */
@NullMarked
package io.tailkeeper.texts.parquet;

import org.jspecify.annotations.NullMarked;
