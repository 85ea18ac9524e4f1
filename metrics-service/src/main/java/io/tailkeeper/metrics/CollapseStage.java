package io.tailkeeper.metrics;

import io.tailkeeper.contracts.GenerationMeasured.Stage;
import io.tailkeeper.contracts.TextMeasures;
import io.tailkeeper.contracts.measures.KnowledgeRetention;
import io.tailkeeper.contracts.specification.StageSpecification;
import io.tailkeeper.measures.generations.CollapseRule;
import org.jspecify.annotations.Nullable;

/** How far collapse has gone since generation 0, by {@link CollapseRule}. Diversity is compared with that of human text. */
public final class CollapseStage {

    private CollapseStage() {}

    /**
     * The stage of a generation.
     *
     * @param perplexityRatio its perplexity divided by that of generation 0
     * @param text its text
     * @param first the text of generation 0
     * @param knowledge what it retains; null where it was asked nothing
     * @param firstKnowledge what generation 0 knew, of the same items
     */
    public static Stage of(
            StageSpecification stages,
            double perplexityRatio,
            TextMeasures text,
            TextMeasures first,
            @Nullable KnowledgeRetention knowledge,
            @Nullable KnowledgeRetention firstKnowledge) {
        CollapseRule rule =
                new CollapseRule(stages.collapsedRatio(), stages.collapsedDiversity(), stages.lostCoverage());
        CollapseRule.Change change = new CollapseRule.Change(
                perplexityRatio,
                text.diversity() / text.humanDiversity(),
                first.vocabularyCoverage() - text.vocabularyCoverage(),
                Math.hypot(error(first.vocabularyCoverageError()), error(text.vocabularyCoverageError())));
        if (knowledge != null && firstKnowledge != null) {
            change = change.losing(
                    firstKnowledge.accuracy() - knowledge.accuracy(),
                    Math.hypot(firstKnowledge.standardError(), knowledge.standardError()));
        }
        return switch (rule.stage(change)) {
            case HEALTHY -> Stage.HEALTHY;
            case FLUENT_BUT_WRONG -> Stage.FLUENT_BUT_WRONG;
            case COLLAPSED -> Stage.COLLAPSED;
        };
    }

    private static double error(@Nullable Double error) {
        return error == null ? 0 : error;
    }
}
