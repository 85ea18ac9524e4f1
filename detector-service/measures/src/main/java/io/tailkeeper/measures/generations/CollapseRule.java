package io.tailkeeper.measures.generations;

/**
 * How far collapse has gone, in three stages (after arXiv 2509.04796): collapsed when perplexity has risen by too much or
 * documents repeat themselves, else fluent but wrong when tails or knowledge go, else healthy.
 *
 * <p>Knowledge goes when a model that is still fluent, its perplexity less than {@value #FLUENT_RATIO} times the reference's, judges
 * more than {@value #LOST_KNOWLEDGE} of the items fewer rightly. Vocabulary coverage stands beside it, for runs whose models are
 * asked nothing too. A loss within its noise is none.
 *
 * @param collapsedRatio perplexity ratio above which a model has collapsed
 * @param collapsedDiversity diversity as a share of the reference's, below which it has
 * @param lostCoverage loss of vocabulary coverage above which tails go
 */
public record CollapseRule(double collapsedRatio, double collapsedDiversity, double lostCoverage) {

    /** Standard errors within which 95 of 100 differences lie that are chance. */
    private static final double CHANCE = 1.96;

    private static final double FLUENT_RATIO = 1.1;
    private static final double LOST_KNOWLEDGE = 0.05;

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
     * @param knowledgeLoss the reference's share of items judged rightly less its own; not a number when not known
     * @param knowledgeError standard error of that loss
     */
    public record Change(
            double perplexityRatio,
            double diversityShare,
            double coverageLoss,
            double lossError,
            double knowledgeLoss,
            double knowledgeError) {

        /** Of models that are asked nothing. */
        public Change(double perplexityRatio, double diversityShare, double coverageLoss, double lossError) {
            this(perplexityRatio, diversityShare, coverageLoss, lossError, Double.NaN, 0);
        }

        /** The same with a loss of knowledge. */
        public Change losing(double knowledge, double error) {
            return new Change(perplexityRatio, diversityShare, coverageLoss, lossError, knowledge, error);
        }
    }

    /** The stage of a generation. */
    public Stage stage(Change change) {
        if (change.perplexityRatio() > collapsedRatio || change.diversityShare() < collapsedDiversity) {
            return Stage.COLLAPSED;
        }
        return losesTails(change) || losesKnowledge(change) ? Stage.FLUENT_BUT_WRONG : Stage.HEALTHY;
    }

    private boolean losesTails(Change change) {
        return change.coverageLoss() > Math.max(lostCoverage, CHANCE * change.lossError());
    }

    private static boolean losesKnowledge(Change change) {
        return change.perplexityRatio() < FLUENT_RATIO
                && change.knowledgeLoss() > Math.max(LOST_KNOWLEDGE, CHANCE * change.knowledgeError());
    }
}
