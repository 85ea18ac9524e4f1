package io.tailkeeper.selection;

import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.SelectionSpecification;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Turns a generation's pool into its training set (Drayson, Yilmaz and Lampos, arXiv 2502.15654).
 *
 * <p>Each of {@code maxRepeats} copies of a sample gets the key {@code b log(1 - q) + Gumbel noise}; the n =
 * round(upsample |pool|) largest keys are the draw. That is a draw without replacement with probability proportional to
 * {@code w = (1 - q)^b}, and depends on neither order nor arrival. Weights stay logarithms: q = 1 is minus infinity and
 * is never drawn. {@code log1p(-q)} is exact for the q that was received, because 1 - q is exact above one half.
 *
 * <p>Where all weights are equal, as when a detector too weak to select with gives every sample 0.5, there is nothing to
 * choose by, and the copies are dealt out evenly: every sample floor(n / |pool|) times, the rest to the largest keys.
 * Drawn like the others, a sample of such a pool would be missing with a chance of 30 % (n = |pool|, three copies).
 *
 * <p>When fewer than n copies have weight, all of those are the draw; when none has, selection fails. Ties go to the
 * smaller sample id.
 */
public final class ImportanceResampler {

    private final SelectionSpecification specification;
    private final long seed;
    private final String runId;

    public ImportanceResampler(SelectionSpecification specification, long seed, String runId) {
        this.specification = specification;
        this.seed = seed;
        this.runId = runId;
    }

    /** The selection of one generation of a run; generation 0 is trained on its whole pool. */
    public static ImportanceResampler of(RunRequested run, int generation) {
        SelectionSpecification stated = run.specification().selection();
        SelectionSpecification used = generation > 0
                ? stated
                : new SelectionSpecification(SelectionSpecification.Method.NONE, stated.detectorId(), 0, null, 0, 1, 1);
        return new ImportanceResampler(used, run.specification().seed(), run.runId());
    }

    /**
     * The training set.
     *
     * @param pool the samples, distinct, in any order
     * @throws NothingHasWeightException when no sample has weight
     */
    public Selection select(List<Candidate> pool) {
        List<Candidate> ordered =
                pool.stream().sorted(Comparator.comparing(Candidate::sampleId)).toList();
        return switch (specification.method()) {
            case NONE -> whole(ordered);
            case RESAMPLE -> {
                HumanProbabilities probabilities = probabilities(ordered);
                yield draw(ordered, probabilities, probabilities.bias(specification));
            }
            case WEIGHT -> weigh(ordered);
            case ORACLE -> {
                double[] known = ordered.stream()
                        .mapToDouble(candidate -> Math.log1p(-provenance(candidate)))
                        .toArray();
                yield draw(ordered, new HumanProbabilities(known), 1);
            }
        };
    }

    private static Selection whole(List<Candidate> pool) {
        return new Selection(
                pool.stream()
                        .map(candidate -> new Selection.Document(candidate, 1))
                        .toList(),
                pool.size(),
                0);
    }

    private Selection draw(List<Candidate> pool, HumanProbabilities human, double bias) {
        double[] logWeights = human.logWeights(bias);
        int drawn = Math.toIntExact(Math.round(specification.upsample() * pool.size()));
        LargestKeys largest = human.allAlike(bias) ? LargestKeys.evenly(drawn) : LargestKeys.of(drawn);
        for (int i = 0; i < logWeights.length; i++) {
            String name = Seeds.nameWithoutRun(pool.get(i).sampleId(), runId);
            for (int copy = 0; copy < specification.maxRepeats() && logWeights[i] > Double.NEGATIVE_INFINITY; copy++) {
                double noise = gumbel(Seeds.of(seed, name, "selection-copy-" + copy));
                largest.offer(new LargestKeys.Keyed(logWeights[i] + noise, pool.get(i), copy));
            }
        }
        List<Selection.Document> documents = largest.bySample().stream()
                .map(keyed -> new Selection.Document(keyed.candidate(), 1))
                .toList();
        if (documents.isEmpty()) {
            throw nothingHasWeight(pool.size());
        }
        return new Selection(documents, human.effectiveSampleSize(bias), human.allAlike(bias) ? 0 : bias);
    }

    /**
     * Standard Gumbel noise from a seed: {@code -log(-log(u))} with u from the seed's upper 52 bits. One bit more and the
     * largest u would round to 1, the noise to infinity.
     */
    static double gumbel(long seed) {
        double uniform = ((seed >>> 12) + 0.5) * 0x1.0p-52;
        return -Math.log(-Math.log(uniform));
    }

    private Selection weigh(List<Candidate> pool) {
        HumanProbabilities human = probabilities(pool);
        double bias = human.bias(specification);
        double[] weights = human.meanOneWeights(bias);
        List<Selection.Document> documents = new ArrayList<>(pool.size());
        for (int i = 0; i < weights.length; i++) {
            documents.add(new Selection.Document(pool.get(i), weights[i]));
        }
        if (human.effectiveSampleSize(bias) == 0) {
            throw nothingHasWeight(pool.size());
        }
        return new Selection(documents, human.effectiveSampleSize(bias), human.allAlike(bias) ? 0 : bias);
    }

    private static HumanProbabilities probabilities(List<Candidate> pool) {
        return new HumanProbabilities(pool.stream()
                .mapToDouble(candidate -> Math.log1p(-candidate.syntheticProbability()))
                .toArray());
    }

    /** The oracle's probability: text that is not known to be human counts as machine-written. */
    private static double provenance(Candidate candidate) {
        return candidate.source() == Provenance.Source.HUMAN ? 0 : 1;
    }

    private NothingHasWeightException nothingHasWeight(int pooled) {
        return new NothingHasWeightException("selection: none of the " + pooled
                + " samples in the pool has weight, method " + specification.method()
                + " took every one for certainly machine-written; raise data.human-share, set"
                + " selection.minimum-effective-share, or look at the detector's calibration");
    }
}
