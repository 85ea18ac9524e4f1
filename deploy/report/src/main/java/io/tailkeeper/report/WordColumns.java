package io.tailkeeper.report;

import static io.tailkeeper.report.Column.text;

import java.util.List;

/** The columns of the page's second table: words of the model's text, and how sure the model is. */
final class WordColumns {

    static final List<Column> ALL = List.of(
            Column.FIGURES.getFirst(),
            column("MAUVE", "likeness of the embeddings of machine and human text, 1 for equal ones", "%.3f", "mauve"),
            column(
                    "JS",
                    "Jensen-Shannon divergence from human word frequencies, nats, at most 0.693",
                    "%.3f",
                    "jensenShannon"),
            column(
                    "sKL h|m",
                    "smoothed unigram KL(human || machine), nats: grows as tails go missing",
                    "%.3f",
                    "smoothedKlFromHuman"),
            column("sKL m|h", "smoothed unigram KL(machine || human), nats", "%.3f", "smoothedKlToHuman"),
            beside(
                    "tail %",
                    "share of words on the rarest tenth of human types, machine (human)", 100, "%.2f", "tailMass"),
            beside(
                    "words",
                    "effective vocabulary, exp of the entropy, machine (human)",
                    1,
                    "%.0f",
                    "effectiveVocabulary"),
            beside("Zipf", "slope of log frequency on log rank, machine (human)", 1, "%.2f", "zipfSlope"),
            beside(
                    "S x1000",
                    "probability that two words are the same, machine (human)",
                    1_000,
                    "%.2f",
                    "collisionProbability"),
            beside("dist-1", "different words of the first 2,000, machine (human)", 1, "%.3f", "distinct1"),
            beside("dist-2", "different bigrams, the same", 1, "%.3f", "distinct2"),
            beside("dist-3", "different trigrams, the same", 1, "%.3f", "distinct3"),
            beside("rate", "entropy rate, bits a word, machine (human)", 1, "%.2f", "entropyRate"),
            beside("Flesch", "reading ease, machine (human)", 1, "%.0f", "readingEase"),
            beside("length", "words a document, machine (human)", 1, "%.1f", "meanWords"),
            column(
                    "p",
                    "mean probability of the token that stands there, held-out human text",
                    "%.3f",
                    "meanProbability"),
            column("H", "mean entropy of the next token, nats, held-out human text", "%.2f", "meanEntropy"),
            column("ECE", "expected calibration error of the most probable token", "%.3f", "calibrationError"),
            new Column(
                    "edited %",
                    "share of human tokens that token editing drew again > that it changed",
                    (arm, each) -> edited(each)));

    private WordColumns() {}

    private static Column column(String title, String meaning, String format, String name) {
        return new Column(title, meaning, (arm, each) -> shown(each, 1, format, name));
    }

    private static Column beside(String title, String meaning, double times, String format, String name) {
        return new Column(title, meaning, (arm, each) -> {
            String machine = shown(each, times, format, name);
            return machine.isEmpty()
                    ? ""
                    : machine + " (" + shown(each, times, format, OptionalFigures.human(name)) + ")";
        });
    }

    private static String edited(GenerationReport each) {
        String edited = shown(each, 100, "%.2f", "editedShare");
        return edited.isEmpty() ? "" : edited + ">" + shown(each, 100, "%.2f", "changedShare");
    }

    private static String shown(GenerationReport each, double times, String format, String name) {
        double value = OptionalFigures.value(each, name);
        return Double.isNaN(value) ? "" : text(format, times * value);
    }
}
