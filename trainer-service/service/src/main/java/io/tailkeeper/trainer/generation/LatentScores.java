package io.tailkeeper.trainer.generation;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.selection.Candidate;
import io.tailkeeper.selection.latent.ExponentialTilt;
import io.tailkeeper.selection.latent.GaussianProbe;
import io.tailkeeper.selection.latent.PrincipalComponents;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TokenRows;
import io.tailkeeper.trainer.pytorch.DocumentEmbeddings;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What the states of generation 0 say of a pool beside human text: that of the validation part, which nobody trains on, which is
 * the same for every generation and arm, and by which no result is measured. Its first {@value #REFERENCE} documents are read.
 */
final class LatentScores {

    private static final System.Logger LOG = System.getLogger(LatentScores.class.getName());

    static final int REFERENCE = 4096;

    /** k of contraction: the directions in which human text differs most from itself. */
    static final int COMPONENTS = 4;

    /** Floor of contraction's effective sample size as a share of the pool, where none above it is stated. */
    static final double LEAST_EFFECTIVE = 0.1;

    private final GenerationTask task;
    private final List<Candidate> pool;
    private final DocumentEmbeddings embeddings;
    private final TokenRows rows;

    /** @param pool the candidates in order of sample id, so that batches of states do not depend on who came first */
    LatentScores(GenerationTask task, List<Candidate> pool, DocumentEmbeddings embeddings, TokenRows rows) {
        this.task = task;
        this.pool = pool;
        this.embeddings = embeddings;
        this.rows = rows;
    }

    /** How much each candidate is like human text, larger first. */
    double[] likeness() {
        GaussianProbe probe = GaussianProbe.fit(human());
        return Arrays.stream(pooled(embedding -> new double[] {probe.score(embedding)}))
                .mapToDouble(score -> score[0])
                .toArray();
    }

    /** The logarithm of the weight of each candidate with which the pool's mean is that of human text, or on the way there. */
    double[] logWeights() {
        PrincipalComponents components = PrincipalComponents.of(human(), COMPONENTS);
        double least =
                Math.max(LEAST_EFFECTIVE, task.run().specification().selection().minimumEffectiveShare());
        ExponentialTilt tilt = ExponentialTilt.towards(pooled(components::of), new double[components.size()], least);
        if (tilt.reached() < 1) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: contraction moved the pool {1} % of the way to human text, where the effective sample size is {2} % of"
                            + " it, the floor",
                    task.key(),
                    Math.round(100 * tilt.reached()),
                    Math.round(100 * tilt.effectiveSampleSize() / pool.size()));
        }
        return tilt.logWeights();
    }

    private double[][] human() {
        List<Long> validation = task.heldOut().validation();
        return embeddings.of(
                Math.min(REFERENCE, validation.size()),
                i -> {
                    CalibrationSample document = task.heldOut().texts().apply(validation.get(i));
                    return rows.of(document.prompt(), document.text());
                },
                UnaryOperator.identity());
    }

    private double[][] pooled(UnaryOperator<double[]> kept) {
        return embeddings.of(
                pool.size(),
                i -> {
                    SampleCollected sample =
                            task.pool().texts().apply(pool.get(i).position());
                    return rows.of(sample.prompt(), sample.text());
                },
                kept);
    }
}
