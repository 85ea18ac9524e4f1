package io.tailkeeper.languagemodel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Prompts and what is written after them. */
final class PromptBatch {

    private final int[][] prompts;
    private final long[] seeds;
    private final DecodingStrategy strategy;
    private final Set<Integer> ends;
    private final double @Nullable [][] probabilities;

    /**
     * A batch.
     *
     * @param probabilities (B, N), filled with those of the tokens that are written; null where nobody asks
     */
    PromptBatch(
            int[][] prompts,
            long[] seeds,
            DecodingStrategy strategy,
            Set<Integer> ends,
            double @Nullable [][] probabilities) {
        this.prompts = prompts;
        this.seeds = seeds;
        this.strategy = strategy;
        this.ends = ends;
        this.probabilities = probabilities;
    }

    /** Rows that are decoded side by side. */
    int rows() {
        return prompts.length * rowsOfPrompt();
    }

    private int rowsOfPrompt() {
        return Math.max(1, strategy.beams());
    }

    /** Itself in parts of at most {@code rows} rows, or of one prompt. */
    List<PromptBatch> parts(int rows) {
        int size = Math.max(1, rows / rowsOfPrompt());
        List<PromptBatch> parts = new ArrayList<>();
        for (int from = 0; from < prompts.length; from += size) {
            int to = Math.min(prompts.length, from + size);
            parts.add(new PromptBatch(
                    Arrays.copyOfRange(prompts, from, to),
                    Arrays.copyOfRange(seeds, from, to),
                    strategy,
                    ends,
                    probabilities == null ? null : Arrays.copyOfRange(probabilities, from, to)));
        }
        return parts;
    }

    /** Lets rows, just begun, read the prompts, and writes on after each. */
    int[][] write(DecodingBatch rows, int atMost) {
        if (strategy.beams() > 0) {
            return new BeamSearch(prompts, strategy, ends, probabilities).write(rows, atMost);
        }
        int[][] written = new int[prompts.length][atMost];
        SplittableRandom[] random =
                Arrays.stream(seeds).mapToObj(SplittableRandom::new).toArray(SplittableRandom[]::new);
        int[] going = new int[prompts.length];
        Arrays.setAll(going, row -> row);
        int[][] next = prompts;
        for (int position = 0; position < atMost; position++) {
            float[][] logits = rows.logitsAfter(next);
            for (int i = 0; i < going.length; i++) {
                float[] seen = strategy.seen(logits[i], prompts[going[i]], written[going[i]], position);
                int token = strategy.next(seen, random[going[i]]);
                written[going[i]][position] = token;
                if (probabilities != null) {
                    probabilities[going[i]][position] = Written.probability(logits[i], token);
                }
            }
            int[] staying = staying(going, written, position);
            if (staying.length == 0) {
                break;
            }
            if (staying.length < going.length) {
                rows.keep(staying);
                int[] before = going;
                going = Arrays.stream(staying).map(i -> before[i]).toArray();
            }
            int column = position;
            next = Arrays.stream(going)
                    .mapToObj(row -> new int[] {written[row][column]})
                    .toArray(int[][]::new);
        }
        return written;
    }

    /** Numbers of the rows whose text goes on; the others are cut to their length. */
    private int[] staying(int[] going, int[][] written, int position) {
        int[] staying = new int[going.length];
        int count = 0;
        for (int i = 0; i < going.length; i++) {
            if (ends.contains(written[going[i]][position])) {
                written[going[i]] = Arrays.copyOf(written[going[i]], position);
            } else {
                staying[count++] = i;
            }
        }
        return Arrays.copyOf(staying, count);
    }
}
