package io.tailkeeper.detector.onnx;

import io.tailkeeper.detector.features.FeatureList;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * How common the pieces of a text are, and how broken its words.
 *
 * <p>The ids of BERT's vocabulary follow frequency, so the logarithm of an id stands for rarity: a model that draws from
 * its top k leaves the rare pieces out, and one that spells words from pieces makes words that fall apart again.
 */
final class PieceFeatures {

    static final int DIMENSION = 27;

    /** First id of a whole word; below lie marks, letters and punctuation. */
    private static final int FIRST_WORD = 1_996;

    /** Upper ends of the rarity classes, by id. */
    private static final int[] CLASSES = {1_996, 2_100, 2_300, 2_700, 3_500, 5_000, 8_000, 12_000, 17_000, 23_000};

    private PieceFeatures() {}

    /** Appends the features of the ids between the start and the end mark. */
    static void add(long[] ids, WordPieces pieces, FeatureList features) {
        long[] inner = Arrays.copyOfRange(ids, 1, ids.length - 1);
        double[] ends = LongStream.of(inner)
                .filter(pieces::continuesWord)
                .mapToDouble(Math::log)
                .toArray();
        double[] words = LongStream.of(inner)
                .filter(id -> id >= FIRST_WORD && !pieces.continuesWord(id))
                .mapToDouble(Math::log)
                .toArray();
        double length = Math.max(1, inner.length);
        double beginnings = Math.max(1, inner.length - ends.length);
        features.addSpread(LongStream.of(inner).mapToDouble(Math::log).toArray());
        features.addSpread(words);
        features.add(ends.length / beginnings);
        features.add(ends.length);
        features.add(longestRun(inner, pieces));
        features.add(LongStream.of(inner).filter(id -> id < FIRST_WORD).count() / length);
        features.add(inner.length);
        features.add(LongStream.of(inner).distinct().count() / length);
        addClasses(inner, features);
        features.add(Arrays.stream(ends).average().orElse(0));
        features.add(Arrays.stream(ends).max().orElse(0));
    }

    private static int longestRun(long[] inner, WordPieces pieces) {
        int longest = 0;
        int run = 0;
        for (long id : inner) {
            run = pieces.continuesWord(id) ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    private static void addClasses(long[] inner, FeatureList features) {
        double[] shares = new double[CLASSES.length + 1];
        for (long id : inner) {
            int found = Arrays.binarySearch(CLASSES, (int) id);
            shares[found >= 0 ? found + 1 : -found - 1] += 1.0 / inner.length;
        }
        for (double share : shares) {
            features.add(share);
        }
    }
}
