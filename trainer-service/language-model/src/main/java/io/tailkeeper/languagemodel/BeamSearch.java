package io.tailkeeper.languagemodel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Beam search over the continuations of prompts. At each step every open text of a prompt is continued by every token, and the K
 * texts of the largest sum of log-probabilities stay open; of equal ones the one that comes first. A text that an end token closes
 * competes if it is among the best K of its step. What is written is the text with the largest mean log-probability: the sum over its
 * tokens divided by their number, the end token included. Without end tokens all are equally long, so that is the largest sum.
 *
 * <p>The search of a prompt is over when no open text can become better than the best closed one. Log-probabilities are those of
 * the logits that the {@linkplain DecodingStrategy#seen rule sees}, renormalised.
 */
final class BeamSearch {

    private final int[][] prompts;
    private final DecodingStrategy strategy;
    private final int beams;
    private final Set<Integer> ends;
    private final double @Nullable [][] probabilities;

    /** @param probabilities (B, N), filled with those of the tokens that are written; null where nobody asks */
    BeamSearch(int[][] prompts, DecodingStrategy strategy, Set<Integer> ends, double @Nullable [][] probabilities) {
        this.prompts = prompts;
        this.strategy = strategy;
        this.beams = strategy.beams();
        this.ends = ends;
        this.probabilities = probabilities;
    }

    /**
     * A text so far.
     *
     * @param row of the batch, which has read all but its last token
     * @param sum of log-probabilities
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Text(int row, int[] tokens, double[] probabilities, double sum) {

        double mean() {
            return sum / tokens.length;
        }

        int last() {
            return tokens[tokens.length - 1];
        }
    }

    /** A text and the token that would continue it. */
    private record Candidate(Text text, int row, int token, double sum) {}

    /**
     * Lets rows, just begun, read the prompts, and writes on after each.
     *
     * @param rows K for each prompt
     */
    int[][] write(DecodingBatch rows, int atMost) {
        List<Search> searches = new ArrayList<>();
        for (int i = 0; i < prompts.length; i++) {
            searches.add(new Search(i));
        }
        List<Search> going = new ArrayList<>(searches);
        int[][] next = Arrays.stream(prompts)
                .flatMap(prompt -> Stream.generate(() -> prompt).limit(beams))
                .toArray(int[][]::new);
        for (int length = 1; length <= atMost && !going.isEmpty(); length++) {
            if (length > 1) {
                List<Text> open =
                        going.stream().flatMap(search -> search.open.stream()).toList();
                rows.keep(open.stream().mapToInt(Text::row).toArray());
                next = open.stream().map(text -> new int[] {text.last()}).toArray(int[][]::new);
            }
            float[][] logits = rows.logitsAfter(next);
            int row = 0;
            for (Search search : going) {
                row = search.step(logits, length == 1 ? search.prompt * beams : row);
            }
            going.removeIf(search -> search.isOver(atMost));
        }
        return searches.stream().map(Search::written).toArray(int[][]::new);
    }

    /** The search after one prompt. */
    private final class Search {

        private final int prompt;
        private List<Text> open = List.of(new Text(0, new int[0], new double[0], 0));
        private @Nullable Text closed; // the best one

        Search(int prompt) {
            this.prompt = prompt;
        }

        /**
         * Continues the open texts by a token.
         *
         * @param logits (rows, V)
         * @param first the row of the first open text
         * @return the row after that of the last one
         */
        int step(float[][] logits, int first) {
            List<Candidate> candidates = new ArrayList<>();
            int row = first;
            for (Text text : open) {
                float[] seen = strategy.seen(logits[row], prompts[prompt], text.tokens, text.tokens.length);
                int[] best = Candidates.best(seen, beams + ends.size()).tokens();
                double sum = logSumExp(seen);
                for (int token : best) {
                    candidates.add(new Candidate(text, row, token, text.sum + seen[token] - sum));
                }
                row++;
            }
            candidates.sort(Comparator.comparingDouble(Candidate::sum).reversed());
            List<Text> staying = new ArrayList<>();
            for (int rank = 0; rank < candidates.size() && (rank < beams || staying.size() < beams); rank++) {
                Candidate candidate = candidates.get(rank);
                if (!ends.contains(candidate.token)) {
                    staying.add(text(candidate, logits));
                } else if (rank < beams) {
                    close(text(candidate, logits));
                }
            }
            open = staying.subList(0, Math.min(beams, staying.size()));
            return row;
        }

        private Text text(Candidate candidate, float[][] logits) {
            int length = candidate.text.tokens.length;
            int[] tokens = Arrays.copyOf(candidate.text.tokens, length + 1);
            tokens[length] = candidate.token;
            double[] all = candidate.text.probabilities;
            if (probabilities != null) {
                all = Arrays.copyOf(all, length + 1);
                all[length] = Written.probability(logits[candidate.row], candidate.token);
            }
            return new Text(candidate.row, tokens, all, candidate.sum);
        }

        private void close(Text text) {
            if (closed == null || text.mean() > closed.mean()) {
                closed = text;
            }
        }

        /** Whether no open text can become better: a sum only falls, and is divided by {@code atMost} at best. */
        boolean isOver(int atMost) {
            return open.isEmpty() || (closed != null && closed.mean() >= open.getFirst().sum / atMost);
        }

        /** The best text, without its end token. */
        int[] written() {
            Text best = closed;
            if (best == null || (!open.isEmpty() && open.getFirst().mean() > best.mean())) {
                best = open.getFirst();
            }
            if (probabilities != null) {
                System.arraycopy(best.probabilities, 0, probabilities[prompt], 0, best.probabilities.length);
            }
            boolean ended = ends.contains(best.last());
            return ended ? Arrays.copyOf(best.tokens, best.tokens.length - 1) : best.tokens;
        }
    }

    private static double logSumExp(float[] logits) {
        float largest = logits[0];
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += StrictMath.exp(logit - (double) largest);
        }
        return largest + StrictMath.log(sum);
    }
}
