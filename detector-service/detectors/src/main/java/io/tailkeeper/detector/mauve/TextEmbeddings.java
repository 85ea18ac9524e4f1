package io.tailkeeper.detector.mauve;

import io.tailkeeper.contracts.measures.Mauve;
import io.tailkeeper.detector.LabelledFeatures;
import java.util.List;
import java.util.Optional;

/**
 * The embeddings of a model's texts and of as many human ones, as MAUVE (arXiv 2102.01454) counts them: rows of length 1, principal
 * components that hold 0.9 of the variance, and k-means with a cluster for every ten texts of a side. At most
 * {@value #MOST} texts a side, the first ones, so that neither time nor memory grows with the part.
 */
public final class TextEmbeddings {

    static final int MOST = 2_000;

    private static final int LEAST = 20;
    private static final int TEXTS_OF_A_CLUSTER = 10;
    private static final double VARIANCE = 0.9;

    private TextEmbeddings() {}

    /**
     * MAUVE between the texts of both labels; equal for equal texts in equal order.
     *
     * @param texts whose first features are an embedding
     * @param width number of those features
     * @return none for fewer than {@value #LEAST} texts of a side
     */
    public static Optional<Mauve> mauve(List<LabelledFeatures> texts, int width) {
        List<float[]> machine = features(texts, true);
        List<float[]> human = features(texts, false);
        int size = Math.min(machine.size(), human.size());
        if (width == 0 || size < LEAST) {
            return Optional.empty();
        }
        double[][] rows = new double[2 * size][];
        for (int i = 0; i < size; i++) {
            rows[i] = normalised(machine.get(i), width);
            rows[size + i] = normalised(human.get(i), width);
        }
        int clusters = (int) Math.round(size / (double) TEXTS_OF_A_CLUSTER);
        int[] assignments = KMeans.cluster(PrincipalComponents.project(rows, VARIANCE), clusters);
        double[] p = new double[clusters];
        double[] q = new double[clusters];
        for (int i = 0; i < size; i++) {
            p[assignments[i]] += 1.0 / size;
            q[assignments[size + i]] += 1.0 / size;
        }
        return Optional.of(new Mauve(Math.min(1, DivergenceCurve.area(p, q)), size, clusters));
    }

    private static List<float[]> features(List<LabelledFeatures> texts, boolean machineWritten) {
        return texts.stream()
                .filter(text -> text.machineWritten() == machineWritten)
                .limit(MOST)
                .map(LabelledFeatures::features)
                .toList();
    }

    private static double[] normalised(float[] features, int width) {
        double squares = 0;
        for (int i = 0; i < width; i++) {
            squares += (double) features[i] * features[i];
        }
        double[] row = new double[width];
        for (int i = 0; i < width && squares > 0; i++) {
            row[i] = features[i] / Math.sqrt(squares);
        }
        return row;
    }
}
