package io.tailkeeper.metrics.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Standard error of vocabulary coverage, by bootstrap over documents (Efron, Annals of Statistics 7, 1979): the standard deviation of
 * the coverage of {@value #RESAMPLES} resamples, in which each side draws as many documents as it has, with replacement.
 *
 * <p>It errs to the high side, so that less is called a loss: repeated documents have fewer words, more or fewer of them by chance,
 * and sides are drawn independently although their prompts are the same. At most the first {@value #MAX_DOCUMENTS} documents of a
 * side are drawn from; more have a smaller error. Draws follow from a fixed seed, so equal texts give equal bits.
 */
final class CoverageError {

    private static final int RESAMPLES = 200;
    private static final int MAX_DOCUMENTS = 1_000;
    private static final long SEED = 2_404;

    private final Map<String, Integer> ids = new HashMap<>();
    private final List<int[]> machine;
    private final List<int[]> human;
    private final int[] seen;
    private int stamp;

    private CoverageError(List<List<String>> machine, List<List<String>> human) {
        this.machine = numbered(machine);
        this.human = numbered(human);
        seen = new int[ids.size()];
    }

    /** The error of documents given as words; 0 where a side has none. */
    static double of(List<List<String>> machine, List<List<String>> human) {
        return machine.isEmpty() || human.isEmpty() ? 0 : new CoverageError(machine, human).standardDeviation();
    }

    private List<int[]> numbered(List<List<String>> documents) {
        List<int[]> numbered = new ArrayList<>();
        for (List<String> document : documents.subList(0, Math.min(MAX_DOCUMENTS, documents.size()))) {
            int[] words = new int[document.size()];
            for (int i = 0; i < words.length; i++) {
                String word = document.get(i);
                Integer known = ids.putIfAbsent(word, ids.size());
                words[i] = known == null ? ids.size() - 1 : known;
            }
            numbered.add(words);
        }
        return numbered;
    }

    private double standardDeviation() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] coverages = new double[RESAMPLES];
        double mean = 0;
        for (int i = 0; i < RESAMPLES; i++) {
            coverages[i] = coverage(drawn(machine, random), drawn(human, random));
            mean += coverages[i] / RESAMPLES;
        }
        double sum = 0;
        for (double coverage : coverages) {
            sum += (coverage - mean) * (coverage - mean);
        }
        return Math.sqrt(sum / (RESAMPLES - 1));
    }

    private static List<int[]> drawn(List<int[]> documents, SplittableRandom random) {
        List<int[]> drawn = new ArrayList<>(documents.size());
        for (int i = 0; i < documents.size(); i++) {
            drawn.add(documents.get(random.nextInt(documents.size())));
        }
        return drawn;
    }

    private double coverage(List<int[]> ofMachine, List<int[]> ofHuman) {
        int words = Math.min(length(ofMachine), length(ofHuman));
        int humanTypes = types(ofHuman, words);
        return humanTypes == 0 ? 0 : (double) types(ofMachine, words) / humanTypes;
    }

    private static int length(List<int[]> documents) {
        return documents.stream().mapToInt(document -> document.length).sum();
    }

    /** Different words among the first. */
    private int types(List<int[]> documents, int words) {
        stamp++;
        int left = words;
        int types = 0;
        for (int[] document : documents) {
            int taken = Math.min(left, document.length);
            for (int i = 0; i < taken; i++) {
                if (seen[document[i]] != stamp) {
                    seen[document[i]] = stamp;
                    types++;
                }
            }
            left -= taken;
        }
        return types;
    }
}
