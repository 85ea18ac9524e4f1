package io.tailkeeper.metrics;

import io.tailkeeper.contracts.GenerationMeasured.Stage;
import io.tailkeeper.contracts.TextMeasures;

/** How far collapse has gone, in three stages (after arXiv 2509.04796). */
public final class CollapseStage {

    static final double COLLAPSED_RATIO = 1.3;
    static final double COLLAPSED_DIVERSITY_SHARE = 0.6;
    static final double LOST_COVERAGE = 0.05;

    private CollapseStage() {}

    /**
     * The stage: collapsed when perplexity has risen by more than 30 % or diversity is below 0.6 of human; otherwise
     * fluent but wrong when vocabulary coverage has fallen by more than 5 points since generation 0; otherwise healthy.
     *
     * <p>Coverage stands where the paper asks a knowledge test, for it is what a run measures of the tails.
     */
    public static Stage of(double perplexityRatio, TextMeasures text, double firstVocabularyCoverage) {
        if (perplexityRatio > COLLAPSED_RATIO || text.diversity() < COLLAPSED_DIVERSITY_SHARE * text.humanDiversity()) {
            return Stage.COLLAPSED;
        }
        boolean tailsGoing = firstVocabularyCoverage - text.vocabularyCoverage() > LOST_COVERAGE;
        return tailsGoing ? Stage.FLUENT_BUT_WRONG : Stage.HEALTHY;
    }
}
