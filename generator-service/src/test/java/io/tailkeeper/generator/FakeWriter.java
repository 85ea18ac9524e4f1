package io.tailkeeper.generator;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.specification.DecodingSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A fake: writes letters that follow from a row's seed alone, unless told otherwise. */
final class FakeWriter implements Writer {

    final List<long[]> seedsOfCalls = new ArrayList<>();
    private Rows rows = (call, row, newTokens, seed) ->
            new SplittableRandom(seed).ints(newTokens, 'a', 'z' + 1).toArray();

    /** What is written in a row; {@code call} is the number of calls so far, this one included. */
    interface Rows {

        int[] tokens(int call, int row, int newTokens, long seed);
    }

    void rows(Rows changed) {
        rows = changed;
    }

    @Override
    public int[][] write(
            CheckpointReference checkpoint,
            int[][] prompts,
            int newTokens,
            DecodingSpecification decoding,
            long[] seeds) {
        seedsOfCalls.add(seeds);
        int[][] written = new int[prompts.length][];
        for (int row = 0; row < written.length; row++) {
            written[row] = rows.tokens(seedsOfCalls.size(), row, newTokens, seeds[row]);
        }
        return written;
    }
}
