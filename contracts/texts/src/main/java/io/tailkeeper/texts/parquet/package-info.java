/** Rows of Parquet files, by hardwood. */
package io.tailkeeper.texts.parquet;
