package io.tailkeeper.report.text;

import java.util.Map;

/** What measures are called in sentences. */
public final class MeasureWords {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("perplexityRatio", "perplexity"),
            Map.entry("vocabularyCoverage", "vocabulary coverage"),
            Map.entry("tailMass", "tail mass"),
            Map.entry("effectiveVocabulary", "effective vocabulary"),
            Map.entry("smoothedKlFromHuman", "KL(human || machine) of words"),
            Map.entry("jensenShannon", "Jensen-Shannon divergence of words"),
            Map.entry("tokenSmoothedKlFromHuman", "KL(human || machine) of tokens"),
            Map.entry("ownMeanProbability", "confidence in its own text"),
            Map.entry("collisionProbability", "collision probability"),
            Map.entry("zipfSlope", "Zipf's slope"),
            Map.entry("entropyRate", "entropy rate"),
            Map.entry("distinct2", "distinct-2"),
            Map.entry("mauve", "MAUVE"),
            Map.entry("selfBleu", "self-BLEU"),
            Map.entry("knowledgeAccuracy", "knowledge"),
            Map.entry("meanEntropy", "next-token entropy"),
            Map.entry("calibrationError", "calibration error"));

    private MeasureWords() {}

    /** The words of a measure of the dictionary; its name where it has none. */
    public static String of(String name) {
        return WORDS.getOrDefault(name, name);
    }
}
