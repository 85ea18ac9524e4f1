package io.tailkeeper.report;

import io.tailkeeper.contracts.measures.Confidence;
import io.tailkeeper.contracts.measures.KnowledgeRetention;
import io.tailkeeper.contracts.measures.OwnConfidence;
import io.tailkeeper.contracts.measures.PoolDivergence;
import io.tailkeeper.contracts.measures.TextDivergence;
import io.tailkeeper.contracts.measures.TextStatistics;
import io.tailkeeper.contracts.measures.TokenDivergence;
import io.tailkeeper.contracts.measures.TokenEdits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Figures by name that a generation may lack: measured by an earlier release, or on a text that is too short for them. */
final class OptionalFigures {

    /** One figure. */
    interface Figure {
        @Nullable
        Double apply(GenerationReport generation);
    }

    static final Map<String, Figure> ALL = all();

    private OptionalFigures() {}

    /** A figure as a number; not a number where there is none. */
    static double value(GenerationReport generation, String name) {
        Double value = Objects.requireNonNull(ALL.get(name), name).apply(generation);
        return value == null ? Double.NaN : value;
    }

    /** The name of a figure of the machine side, for the human side. */
    static String human(String name) {
        return "human" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static Map<String, Figure> all() {
        Map<String, Figure> figures = new LinkedHashMap<>();
        ofConfidence(figures, "meanProbability", Confidence::meanProbability);
        ofConfidence(figures, "shareAbove90", Confidence::shareAbove90);
        ofConfidence(figures, "meanEntropy", Confidence::meanEntropy);
        ofConfidence(figures, "entropyP10", Confidence::entropyP10);
        ofConfidence(figures, "entropyP90", Confidence::entropyP90);
        ofConfidence(figures, "calibrationError", Confidence::calibrationError);
        ofOwn(figures, "ownMeanProbability", OwnConfidence::meanProbability);
        ofOwn(figures, "ownShareAbove90", OwnConfidence::shareAbove90);
        ofOwn(figures, "ownShareAbove99", OwnConfidence::shareAbove99);
        figures.put("confidenceGap", each -> each.text().confidenceGap());
        ofKnowledge(figures, "knowledgeAccuracy", KnowledgeRetention::accuracy);
        ofKnowledge(figures, "knowledgeLow", KnowledgeRetention::low);
        ofKnowledge(figures, "knowledgeHigh", KnowledgeRetention::high);
        ofKnowledge(figures, "knowledgeItems", knowledge -> (double) knowledge.items());
        putText(figures);
        putSides(figures);
        return figures;
    }

    private static void putText(Map<String, Figure> figures) {
        figures.put("vocabularyCoverageError", each -> each.text().vocabularyCoverageError());
        figures.put("mauve", each -> each.text().mauve());
        ofDivergence(figures, "jensenShannon", TextDivergence::jensenShannon);
        ofDivergence(figures, "smoothedKlToHuman", TextDivergence::smoothedKlToHuman);
        ofDivergence(figures, "smoothedKlFromHuman", TextDivergence::smoothedKlFromHuman);
        ofTokens(figures, "measuredTokens", divergence -> (double) divergence.tokens());
        ofTokens(figures, "tokenKlToHuman", TokenDivergence::klToHuman);
        ofTokens(figures, "tokenKlFromHuman", TokenDivergence::klFromHuman);
        ofTokens(figures, "tokenSmoothedKlToHuman", TokenDivergence::smoothedKlToHuman);
        ofTokens(figures, "tokenSmoothedKlFromHuman", TokenDivergence::smoothedKlFromHuman);
        ofTokens(figures, "tokenJensenShannon", TokenDivergence::jensenShannon);
        ofPool(figures, "poolTokens", divergence -> (double) divergence.machineTokens());
        ofPool(figures, "poolKlToHuman", PoolDivergence::klToHuman);
        ofPool(figures, "poolSmoothedKlToHuman", PoolDivergence::smoothedKlToHuman);
        ofPool(figures, "poolSmoothedKlFromHuman", PoolDivergence::smoothedKlFromHuman);
        ofPool(figures, "poolSquaredDistance", PoolDivergence::squaredDistance);
        ofPool(figures, "poolSquaredDistanceError", PoolDivergence::squaredDistanceError);
        ofPool(figures, "poolCollisionProbability", PoolDivergence::collisionProbability);
        ofEpochs(figures, "maskedFirstEpoch", List::getFirst);
        ofEpochs(figures, "maskedLastEpoch", List::getLast);
    }

    private static void putSides(Map<String, Figure> figures) {
        ofSides(figures, "tailMass", TextStatistics::tailMass);
        ofSides(figures, "zipfSlope", TextStatistics::zipfSlope);
        ofSides(figures, "collisionProbability", TextStatistics::collisionProbability);
        ofSides(figures, "collisionStandardError", TextStatistics::collisionStandardError);
        ofSides(figures, "effectiveVocabulary", TextStatistics::effectiveVocabulary);
        ofSides(figures, "distinct1", TextStatistics::distinct1);
        ofSides(figures, "distinct2", TextStatistics::distinct2);
        ofSides(figures, "distinct3", TextStatistics::distinct3);
        ofSides(figures, "readingEase", TextStatistics::readingEase);
        ofSides(figures, "meanWords", TextStatistics::meanWords);
        ofSides(figures, "entropyRate", TextStatistics::entropyRate);
        figures.put("editedShare", each -> read(each.training().edits(), TokenEdits::editedShare));
        figures.put("changedShare", each -> read(each.training().edits(), TokenEdits::changedShare));
    }

    private static void ofConfidence(Map<String, Figure> figures, String name, Function<Confidence, Double> read) {
        figures.put(name, each -> read(each.heldOut().confidence(), read));
    }

    private static void ofKnowledge(
            Map<String, Figure> figures, String name, Function<KnowledgeRetention, Double> read) {
        figures.put(name, each -> read(each.heldOut().knowledge(), read));
    }

    private static void ofOwn(Map<String, Figure> figures, String name, Function<OwnConfidence, Double> read) {
        figures.put(name, each -> read(each.text().ownConfidence(), read));
    }

    private static void ofTokens(Map<String, Figure> figures, String name, Function<TokenDivergence, Double> read) {
        figures.put(name, each -> read(each.text().tokenDivergence(), read));
    }

    private static void ofPool(
            Map<String, Figure> figures, String name, Function<PoolDivergence, @Nullable Double> read) {
        figures.put(name, each -> read(each.training().poolDivergence(), read));
    }

    private static void ofEpochs(Map<String, Figure> figures, String name, Function<List<Double>, Double> read) {
        figures.put(name, each -> read(each.training().maskedByEpoch(), read));
    }

    private static void ofDivergence(Map<String, Figure> figures, String name, Function<TextDivergence, Double> read) {
        figures.put(name, each -> read(each.text().divergence(), read));
    }

    /** The machine side under the name itself, the human side beside it. */
    private static void ofSides(
            Map<String, Figure> figures, String name, Function<TextStatistics, @Nullable Double> read) {
        figures.put(name, each -> read(each.text().machine(), read));
        figures.put(human(name), each -> read(each.text().human(), read));
    }

    private static <T> @Nullable Double read(@Nullable T measured, Function<T, @Nullable Double> read) {
        return measured == null ? null : read.apply(measured);
    }
}
