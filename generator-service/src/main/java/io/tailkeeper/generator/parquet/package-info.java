/**
 * Reads one text column of Parquet files with Parquet's own metadata and column libraries; the file layout (footer,
 * column chunks, pages) is followed here, because Parquet's file reader needs a Hadoop installation.
 */
package io.tailkeeper.generator.parquet;
