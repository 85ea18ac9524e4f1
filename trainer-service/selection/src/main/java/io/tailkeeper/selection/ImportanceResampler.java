package io.tailkeeper.selection;

import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Turns a generation's pool into its training set (Drayson, Yilmaz and Lampos, arXiv 2502.15654).
 *
 * <p>The published draw: each of {@code maxRepeats} copies of a sample gets the key {@code b log(1 - q) + Gumbel noise};
 * the n = round(upsample |pool|) largest keys are the draw. That is a draw without replacement with probability
 * proportional to {@code w = (1 - q)^b}. The residual draw ({@link ResidualDraw}) takes every sample as often as its weight
 * asks for. Neither depends on order or arrival. Weights stay logarithms: q = 1 is minus infinity and is never drawn.
 * {@code log1p(-q)} is exact for the q that was received, because 1 - q is exact above one half.
 *
 * <p>Where all weights are equal, as when a detector too weak to select with gives every sample 0.5, there is nothing to
 * choose by, and the copies are dealt out evenly: every sample floor(n / |pool|) times, the rest to the largest keys. In
 * the published draw a sample of such a pool would be missing with a chance of 30 % (n = |pool|, three copies).
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
        SelectionSpecification used = generation > 0 ? stated : SelectionSpecification.none(stated.detectorId());
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
            case NONE -> Selection.whole(ordered);
            case RESAMPLE -> {
                HumanProbabilities human = probabilities(ordered);
                yield draw(ordered, human, bias(human));
            }
            case WEIGHT -> weigh(ordered);
            case ORACLE -> {
                double[] known = ordered.stream()
                        .mapToDouble(candidate -> Math.log1p(-provenance(candidate)))
                        .toArray();
                yield draw(ordered, new HumanProbabilities(known), 1);
            }
            case RANDOM -> kept(ordered, _ -> 0);
            case TOP_SHARE -> kept(ordered, candidate -> -candidate.syntheticProbability());
            case SURPLEXITY, ENTROPY_RATE, REFERENCE_OVERLAP, LATENT_FILTER -> kept(ordered, Candidate::score);
            case TEACHER_PERPLEXITY -> kept(ordered, candidate -> -candidate.score());
            case GOLDEN -> golden(ordered, candidate -> 1 - candidate.syntheticProbability());
            case GOLDEN_ORACLE -> golden(ordered, candidate -> 1 - provenance(candidate));
            case CONTRACTION ->
                draw(ordered, HumanProbabilities.scores(ordered), 1).unbiased();
            case CURATION -> Selection.whole(curated(ordered));
            case GENERATION_DECAY ->
                Selection.weighted(ordered, GenerationDecay.weights(ordered, specification.decayOrDefault()));
        };
    }

    private Selection kept(List<Candidate> pool, ToDoubleFunction<Candidate> score) {
        return Selection.whole(
                RankedShare.of(pool, specification, score, each -> Uniform.of(seed(each, "selection-rank"))));
    }

    private List<Candidate> curated(List<Candidate> pool) {
        Curation curation = new Curation(
                specification,
                each -> Uniform.of(seed(each, "selection-candidates")),
                each -> gumbel(seed(each, "selection-curation")));
        return curation.of(pool);
    }

    private static Selection golden(List<Candidate> pool, ToDoubleFunction<Candidate> human) {
        return Selection.weighted(
                pool, GoldenRatio.weights(pool.stream().mapToDouble(human).toArray()));
    }

    private double bias(HumanProbabilities human) {
        boolean rounded = specification.residual() && specification.method() == SelectionSpecification.Method.RESAMPLE;
        return new BiasChoice(
                        specification,
                        human,
                        bias -> rounded ? residual(human, bias).effectiveHumans(human) : human.effectiveHumans(bias))
                .bias();
    }

    private int documents(int pooled) {
        return Math.toIntExact(Math.round(specification.upsample() * pooled));
    }

    private ResidualDraw residual(HumanProbabilities human, double bias) {
        return new ResidualDraw(documents(human.size()), specification.maxRepeats(), human.weights(bias));
    }

    private Selection draw(List<Candidate> pool, HumanProbabilities human, double bias) {
        List<Candidate> drawn;
        double held;
        if (specification.residual()) {
            ResidualDraw draw = residual(human, bias);
            drawn = draw.of(pool, each -> seed(each, "selection-rounding"));
            held = draw.effectiveHumans(human);
        } else {
            drawn = published(pool, human, bias);
            held = human.effectiveHumans(bias);
        }
        if (drawn.isEmpty()) {
            throw nothingHasWeight(pool.size());
        }
        List<Selection.Document> documents =
                drawn.stream().map(each -> new Selection.Document(each, 1)).toList();
        return selection(documents, human, bias, held);
    }

    private List<Candidate> published(List<Candidate> pool, HumanProbabilities human, double bias) {
        int drawn = documents(pool.size());
        double[] logWeights = human.logWeights(bias);
        LargestKeys largest = human.allAlike(bias) ? LargestKeys.evenly(drawn) : LargestKeys.of(drawn);
        for (int i = 0; i < logWeights.length; i++) {
            for (int copy = 0; copy < specification.maxRepeats() && logWeights[i] > Double.NEGATIVE_INFINITY; copy++) {
                double noise = gumbel(seed(pool.get(i), "selection-copy-" + copy));
                largest.offer(new LargestKeys.Keyed(logWeights[i] + noise, pool.get(i), copy));
            }
        }
        return largest.bySample().stream().map(LargestKeys.Keyed::candidate).toList();
    }

    private static Selection selection(
            List<Selection.Document> documents, HumanProbabilities human, double bias, double effectiveHumans) {
        return new Selection(
                documents,
                human.effectiveSampleSize(bias),
                human.allAlike(bias) ? 0 : bias,
                new Selection.EffectiveHumans(human.effectiveHumans(0), effectiveHumans));
    }

    private long seed(Candidate candidate, String purpose) {
        return Seeds.of(seed, Seeds.nameWithoutRun(candidate.sampleId(), runId), purpose);
    }

    /** Standard Gumbel noise from a seed: {@code -log(-log(u))}. */
    static double gumbel(long seed) {
        return -Math.log(-Math.log(Uniform.of(seed)));
    }

    private Selection weigh(List<Candidate> pool) {
        HumanProbabilities human = probabilities(pool);
        double bias = bias(human);
        double[] weights = human.meanOneWeights(bias);
        List<Selection.Document> documents = new ArrayList<>(pool.size());
        for (int i = 0; i < weights.length; i++) {
            documents.add(new Selection.Document(pool.get(i), weights[i]));
        }
        if (human.effectiveSampleSize(bias) == 0) {
            throw nothingHasWeight(pool.size());
        }
        return selection(documents, human, bias, human.effectiveHumans(bias));
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
