package io.tailkeeper.contracts.specification;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a rule of alerts may ask for: the figures of {@code generations.csv} that describe a model or its training, by their
 * names there, and two more of its training. Figures of human text are not among them, for no model changes them.
 */
public enum AlertMeasure {
    @JsonProperty("perplexity")
    PERPLEXITY,
    @JsonProperty("perplexityRatio")
    PERPLEXITY_RATIO,
    @JsonProperty("tokenAccuracy")
    TOKEN_ACCURACY,
    @JsonProperty("confidentShare")
    CONFIDENT_SHARE,
    @JsonProperty("vocabularyCoverage")
    VOCABULARY_COVERAGE,
    @JsonProperty("klToHuman")
    KL_TO_HUMAN,
    @JsonProperty("klFromHuman")
    KL_FROM_HUMAN,
    @JsonProperty("selfBleu")
    SELF_BLEU,
    @JsonProperty("diversity")
    DIVERSITY,
    @JsonProperty("detectorAuroc")
    DETECTOR_AUROC,
    @JsonProperty("poolAuroc")
    POOL_AUROC,
    @JsonProperty("effectiveSampleSize")
    EFFECTIVE_SAMPLE_SIZE,
    @JsonProperty("bias")
    BIAS,
    @JsonProperty("humanShareBeforeSelection")
    HUMAN_SHARE_BEFORE_SELECTION,
    @JsonProperty("humanShareAfterSelection")
    HUMAN_SHARE_AFTER_SELECTION,
    @JsonProperty("effectiveHumansBeforeSelection")
    EFFECTIVE_HUMANS_BEFORE_SELECTION,
    @JsonProperty("effectiveHumansAfterSelection")
    EFFECTIVE_HUMANS_AFTER_SELECTION,
    @JsonProperty("maskedShare")
    MASKED_SHARE,
    @JsonProperty("trainingLoss")
    TRAINING_LOSS,
    @JsonProperty("deadLettered")
    DEAD_LETTERED,
    @JsonProperty("meanProbability")
    MEAN_PROBABILITY,
    @JsonProperty("shareAbove90")
    SHARE_ABOVE_90,
    @JsonProperty("meanEntropy")
    MEAN_ENTROPY,
    @JsonProperty("entropyP10")
    ENTROPY_P10,
    @JsonProperty("entropyP90")
    ENTROPY_P90,
    @JsonProperty("calibrationError")
    CALIBRATION_ERROR,
    @JsonProperty("ownMeanProbability")
    OWN_MEAN_PROBABILITY,
    @JsonProperty("ownShareAbove90")
    OWN_SHARE_ABOVE_90,
    @JsonProperty("ownShareAbove99")
    OWN_SHARE_ABOVE_99,
    @JsonProperty("confidenceGap")
    CONFIDENCE_GAP,
    @JsonProperty("vocabularyCoverageError")
    VOCABULARY_COVERAGE_ERROR,
    @JsonProperty("jensenShannon")
    JENSEN_SHANNON,
    @JsonProperty("smoothedKlToHuman")
    SMOOTHED_KL_TO_HUMAN,
    @JsonProperty("smoothedKlFromHuman")
    SMOOTHED_KL_FROM_HUMAN,
    @JsonProperty("tokenKlToHuman")
    TOKEN_KL_TO_HUMAN,
    @JsonProperty("tokenKlFromHuman")
    TOKEN_KL_FROM_HUMAN,
    @JsonProperty("tokenSmoothedKlToHuman")
    TOKEN_SMOOTHED_KL_TO_HUMAN,
    @JsonProperty("tokenSmoothedKlFromHuman")
    TOKEN_SMOOTHED_KL_FROM_HUMAN,
    @JsonProperty("tokenJensenShannon")
    TOKEN_JENSEN_SHANNON,
    @JsonProperty("tailMass")
    TAIL_MASS,
    @JsonProperty("zipfSlope")
    ZIPF_SLOPE,
    @JsonProperty("collisionProbability")
    COLLISION_PROBABILITY,
    @JsonProperty("collisionStandardError")
    COLLISION_STANDARD_ERROR,
    @JsonProperty("effectiveVocabulary")
    EFFECTIVE_VOCABULARY,
    @JsonProperty("distinct1")
    DISTINCT_1,
    @JsonProperty("distinct2")
    DISTINCT_2,
    @JsonProperty("distinct3")
    DISTINCT_3,
    @JsonProperty("readingEase")
    READING_EASE,
    @JsonProperty("meanWords")
    MEAN_WORDS,
    @JsonProperty("entropyRate")
    ENTROPY_RATE,
    @JsonProperty("mauve")
    MAUVE,
    @JsonProperty("knowledgeAccuracy")
    KNOWLEDGE_ACCURACY,
    @JsonProperty("editedShare")
    EDITED_SHARE,
    @JsonProperty("changedShare")
    CHANGED_SHARE,
    /** {@link #EFFECTIVE_SAMPLE_SIZE} as a share of the pool. */
    @JsonProperty("effectiveSampleShare")
    EFFECTIVE_SAMPLE_SHARE,
    /** 1 where the detector that the generation was selected with said that it can be selected with, 0 where it did not. */
    @JsonProperty("detectorUsable")
    DETECTOR_USABLE;

    /** The name in files and messages. */
    public String word() {
        try {
            return AlertMeasure.class
                    .getField(name())
                    .getAnnotation(JsonProperty.class)
                    .value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}
