package io.tailkeeper.measures.generations;

/**
 * How far collapse has gone, in three stages (after arXiv 2509.04796): collapsed when perplexity has risen by too much or
 * documents repeat themselves, else fluent but wrong when tails go, else healthy.
 *
 * <p>Vocabulary coverage stands where the paper asks a knowledge test. A loss of coverage within its noise is none.
 *
 * @param collapsedRatio perplexity ratio above which a model has collapsed
 * @param collapsedDiversity diversity as a share of the reference's, below which it has
 * @param lostCoverage loss of vocabulary coverage above which tails go
 */
public record CollapseRule(double collapsedRatio, double collapsedDiversity, double lostCoverage) {

    /** Standard errors within which 95 of 100 differences lie that are chance. */
    private static final double CHANCE = 1.96;

    /** A stage. */
    public enum Stage {
        HEALTHY,
        FLUENT_BUT_WRONG,
        COLLAPSED
    }

    /**
     * A generation beside a reference: generation 0, or the human-only floor.
     *
     * @param perplexityRatio its perplexity divided by the reference's
     * @param diversityShare its diversity divided by the reference's; not a number when the reference has none
     * @param coverageLoss the reference's vocabulary coverage less its own
     * @param lossError standard error of that loss; 0 when not known
     */
    public record Change(double perplexityRatio, double diversityShare, double coverageLoss, double lossError) {}

    /** The stage of a generation. */
    public Stage stage(Change change) {
        if (change.perplexityRatio() > collapsedRatio || change.diversityShare() < collapsedDiversity) {
            return Stage.COLLAPSED;
        }
        return change.coverageLoss() > Math.max(lostCoverage, CHANCE * change.lossError())
                ? Stage.FLUENT_BUT_WRONG
                : Stage.HEALTHY;
    }
}
