package io.tailkeeper.contracts.specification;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.contracts.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * How a generation's pool becomes its training set (Drayson, Yilmaz and Lampos, arXiv 2502.15654).
 *
 * @param method the rule
 * @param detectorId whose scores count
 * @param bias b in w = (1 - q)^b
 * @param targetHumanShare the smallest bias whose expected human share reaches it is used, at most {@code bias}; null: {@code bias}
 * @param minimumEffectiveShare floor of the effective sample size as a share of the pool; the bias is lowered until it holds; 0: none
 * @param upsample documents drawn, as a multiple of the pool
 * @param maxRepeats copies of each document that can be drawn
 * @param minimumEffectiveHumans floor of the effective number of human documents, (sum w p)^2 / sum w^2 with p = 1 - q, as a multiple of
 *     that of the pool as it is; the bias is lowered until it holds. 1: selection never costs human documents; 0 or null: no floor
 * @param draw how documents are drawn; null: {@link Draw#PUBLISHED}
 * @param keepShare documents that the methods by rank keep, as a share of the pool; null: 0.5
 * @param leaveOut documents that they leave out before, those that rank first, as a share of the pool; null: 0
 * @param decay of generation-decay: what a document weighs beside one that joined a generation later; null: 0.5
 * @param candidates of curation: K, of which one is kept; null: 4
 * @param gamma of curation: what the reward is multiplied by; null: 5
 * @param reward of curation; null: {@link CurationReward#DETECTOR}
 */
public record SelectionSpecification(
        Method method,
        String detectorId,
        double bias,
        @Nullable Double targetHumanShare,
        double minimumEffectiveShare,
        double upsample,
        int maxRepeats,
        @Nullable Double minimumEffectiveHumans,
        @Nullable Draw draw,
        @Nullable Double keepShare,
        @Nullable Double leaveOut,
        @Nullable Double decay,
        @Nullable Integer candidates,
        @Nullable Double gamma,
        @Nullable CurationReward reward) {

    static final double DEFAULT_KEEP_SHARE = 0.5;

    /** The selection rules. */
    public enum Method {
        /** The pool as it is. */
        @JsonProperty("none")
        NONE,
        /** Importance resampling without replacement by the detector's probability. */
        @JsonProperty("resample")
        RESAMPLE,
        /** The pool as it is, each document's loss weighted; weights have mean 1. */
        @JsonProperty("weight")
        WEIGHT,
        /** Resampling by the true provenance: the yardstick, not a remedy. */
        @JsonProperty("oracle")
        ORACLE,
        /** A share of the pool by chance: what a method by rank is to be compared with. */
        @JsonProperty("random")
        RANDOM,
        /** The share of the pool that the detector finds most likely to be human (verification by rank, arXiv 2406.07515). */
        @JsonProperty("top-share")
        TOP_SHARE,
        /** The share of the pool that surprises the last model most (arXiv 2410.12341). */
        @JsonProperty("surplexity")
        SURPLEXITY,
        /** The share of the pool whose words repeat themselves least (Kontoyiannis et al., 1998). */
        @JsonProperty("entropy-rate")
        ENTROPY_RATE,
        /** The pool as it is, with the weights of golden-ratio weighting by the detector's probabilities (arXiv 2502.18049). */
        @JsonProperty("golden")
        GOLDEN,
        /** The same by the true provenance: a yardstick, not a remedy. */
        @JsonProperty("golden-oracle")
        GOLDEN_ORACLE,
        /** The pool as it is, with weights that fall or rise with the age of a text in generations (after arXiv 2601.15468). */
        @JsonProperty("generation-decay")
        GENERATION_DECAY,
        /** The share of the pool whose states in generation 0 are most like those of human text (after arXiv 2511.12742). */
        @JsonProperty("latent-filter")
        LATENT_FILTER,
        /**
         * Resampling that moves the mean of those states towards that of human text (after arXiv 2512.00757), as far as an
         * effective sample size of a tenth of the pool, or minimumEffectiveShare, allows.
         */
        @JsonProperty("contraction")
        CONTRACTION,
        /** One of K candidates each, by softmax of its reward (preference curation, arXiv 2407.09499). */
        @JsonProperty("curation")
        CURATION,
        /** The share of the pool that surprises generation 0 least (verification by rank, arXiv 2510.16657). */
        @JsonProperty("teacher-perplexity")
        TEACHER_PERPLEXITY,
        /** The share of the pool whose words are most those of the human text after its prompt (ROUGE-1, arXiv 2510.16657). */
        @JsonProperty("reference-overlap")
        REFERENCE_OVERLAP
    }

    public SelectionSpecification {
        Checks.present("selection.method", method);
        Checks.id("selection.detector-id", detectorId);
        SelectionChecks.draw(bias, targetHumanShare, minimumEffectiveShare, minimumEffectiveHumans);
        SelectionChecks.copies(upsample, maxRepeats);
        SelectionChecks.shares(keepShare, leaveOut);
        SelectionChecks.decay(decay);
        SelectionChecks.curation(candidates, gamma);
    }

    /** As published: no floor of human documents, and the published draw. */
    public SelectionSpecification(
            Method method,
            String detectorId,
            double bias,
            @Nullable Double targetHumanShare,
            double minimumEffectiveShare,
            double upsample,
            int maxRepeats) {
        this(method, detectorId, bias, targetHumanShare, minimumEffectiveShare, upsample, maxRepeats, null, null);
    }

    /** One that keeps no share by rank. */
    public SelectionSpecification(
            Method method,
            String detectorId,
            double bias,
            @Nullable Double targetHumanShare,
            double minimumEffectiveShare,
            double upsample,
            int maxRepeats,
            @Nullable Double minimumEffectiveHumans,
            @Nullable Draw draw) {
        this(
                method,
                detectorId,
                bias,
                targetHumanShare,
                minimumEffectiveShare,
                upsample,
                maxRepeats,
                minimumEffectiveHumans,
                draw,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The pool as it is. */
    public static SelectionSpecification none(String detectorId) {
        return new SelectionSpecification(Method.NONE, detectorId, 0, null, 0, 1, 1);
    }

    public double effectiveHumansFloor() {
        return minimumEffectiveHumans == null ? 0 : minimumEffectiveHumans;
    }

    public double keepShareOrDefault() {
        return keepShare == null ? DEFAULT_KEEP_SHARE : keepShare;
    }

    public double leaveOutOrDefault() {
        return leaveOut == null ? 0 : leaveOut;
    }

    /** Whether a detector's scores decide what is learned. */
    public boolean readsScores() {
        return switch (method) {
            case RESAMPLE, WEIGHT, TOP_SHARE, GOLDEN -> true;
            case CURATION -> rewardOrDefault() == CurationReward.DETECTOR;
            case NONE, ORACLE, RANDOM, GOLDEN_ORACLE, LATENT_FILTER, CONTRACTION -> false;
            case SURPLEXITY, ENTROPY_RATE, GENERATION_DECAY, TEACHER_PERPLEXITY, REFERENCE_OVERLAP -> false;
        };
    }

    public int candidatesOrDefault() {
        return candidates == null ? 4 : candidates;
    }

    public double gammaOrDefault() {
        return gamma == null ? 5 : gamma;
    }

    public CurationReward rewardOrDefault() {
        return reward == null ? CurationReward.DETECTOR : reward;
    }

    public double decayOrDefault() {
        return decay == null ? 0.5 : decay;
    }

    /** Whether documents are drawn by {@link Draw#RESIDUAL}. */
    public boolean residual() {
        return draw == Draw.RESIDUAL;
    }
}
