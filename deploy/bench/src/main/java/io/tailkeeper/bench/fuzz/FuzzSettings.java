package io.tailkeeper.bench.fuzz;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@link FuzzBench} reads.
 *
 * @param records mutated records that every reader reads
 * @param models changed model files that are opened
 * @param files mutated folders of text files
 * @param seed decides the mutations
 * @param folder where the bytes go that a reader failed on
 * @param replay such bytes of a record, read alone, on every topic; null for mutations
 */
public record FuzzSettings(long records, long models, long files, long seed, Path folder, @Nullable Path replay) {}
