package io.tailkeeper.generator;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.specification.DecodingSpecification;
import io.tailkeeper.contracts.specification.EditSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A fake: writes letters that follow from a row's seed alone, unless told otherwise. */
final class FakeWriter implements Writer {

    final List<long[]> seedsOfCalls = new ArrayList<>();
    private Rows rows = (call, row, newTokens, seed) ->
            new SplittableRandom(seed).ints(newTokens, 'a', 'z' + 1).toArray();

    /** 1/2, 1/4, 1/8, … of the tokens of a row. */
    private static double[] halves(int[] row) {
        return IntStream.rangeClosed(1, row.length)
                .mapToDouble(place -> Math.pow(2, -place))
                .toArray();
    }

    /** What is written in a row; {@code call} is the number of calls so far, this one included. */
    interface Rows {

        int[] tokens(int call, int row, int newTokens, long seed);
    }

    void rows(Rows changed) {
        rows = changed;
    }

    private boolean blank;

    /** Whatever is edited becomes spaces from now on. */
    void blankEdits() {
        blank = true;
    }

    /** Whatever is named. */
    @Override
    public CheckpointReference foreign(RunSpecification run, String model, int generation) {
        return new CheckpointReference(URI.create("file://" + model), "f".repeat(64), generation);
    }

    /** Writes {@code #} in place of every other capital letter, and draws the others again as they were. */
    @Override
    public Edited[] edit(
            CheckpointReference checkpoint, int[][] texts, int promptTokens, EditSpecification edit, long[] seeds) {
        seedsOfCalls.add(seeds);
        return Arrays.stream(texts)
                .map(text -> {
                    int[] rest = Arrays.copyOfRange(text, promptTokens, text.length);
                    int drawn = 0;
                    if (blank) {
                        Arrays.fill(rest, ' ');
                        return new Edited(rest, rest.length);
                    }
                    for (int t = 0; t < rest.length; t++) {
                        if (Character.isUpperCase(rest[t]) && drawn++ % 2 == 0) {
                            rest[t] = '#';
                        }
                    }
                    return new Edited(rest, drawn);
                })
                .toArray(Edited[]::new);
    }

    @Override
    public Written write(
            CheckpointReference checkpoint,
            int[][] prompts,
            int newTokens,
            DecodingSpecification decoding,
            long[] seeds,
            boolean probabilities) {
        seedsOfCalls.add(seeds);
        int[][] written = new int[prompts.length][];
        for (int row = 0; row < written.length; row++) {
            written[row] = rows.tokens(seedsOfCalls.size(), row, newTokens, seeds[row]);
        }
        return new Written(
                written,
                probabilities ? Arrays.stream(written).map(FakeWriter::halves).toArray(double[][]::new) : null);
    }
}
