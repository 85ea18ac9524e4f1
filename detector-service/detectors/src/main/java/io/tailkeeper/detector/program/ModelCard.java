package io.tailkeeper.detector.program;

import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.encoder.EncoderDetector;
import io.tailkeeper.detector.entropy.EntropyRateDetector;
import io.tailkeeper.detector.evaluation.DecisionThresholds;
import io.tailkeeper.detector.evaluation.Evaluation;
import io.tailkeeper.detector.labelled.Split;
import io.tailkeeper.detector.text.LengthWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What whoever uses a detector should know of it.
 *
 * @param detector the detector
 * @param experts generators that each expert of the detector was fitted on; of less than two nothing is said
 * @param texts it was made from, of all parts
 * @param split of the texts
 * @param before expected calibration error on the held-out texts without the calibration
 * @param heldOut quality on the held-out texts
 */
record ModelCard(
        StoredDetector detector,
        List<List<String>> experts,
        List<LabelledText> texts,
        Split split,
        double before,
        Evaluation heldOut) {

    static final String FILE = "model-card.md";

    private static final String NGRAMS =
            "logistic regression on hashed n-grams: words, pairs of words, 3 and 4 characters; and 1 to 4 words of the text with"
                    + " all but frequent words masked.";

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("# Detector `" + detector.kind().id() + "`, version `" + detector.version() + "`");
        lines.add("");
        lines.add(what());
        lines.add("");
        if (experts.size() > 1) {
            lines.add(
                    "One classifier for all generators found less than these side by side, each fitted on some of them; the odds of a"
                            + " text are the sum of theirs:");
            lines.add("");
            experts.forEach(generators -> lines.add("- " + String.join(", ", generators)));
            lines.add("");
        }
        lines.add("## Made from");
        lines.add("");
        lines.add(madeFrom());
        lines.add("");
        lines.add("## Held-out quality");
        lines.add("");
        lines.addAll(QualityTable.markdown(QualityTable.rows(heldOut)));
        lines.add("");
        lines.add(format(
                "Expected calibration error before the calibration %.3f, after %.3f. In brackets: 95 %% bootstrap intervals,"
                        + " classes resampled apart. The rates at 1 %% and 5 %% FPR take their threshold from the human texts of"
                        + " the same row; \"accused\" is the share of human texts above the detector's own thresholds.",
                before, heldOut.overall().quality().value().calibrationError()));
        lines.add("");
        lines.addAll(use());
        return String.join("\n", lines) + "\n";
    }

    private String what() {
        if (detector.detector().detector() instanceof EntropyRateDetector rate) {
            return format(
                    "Entropy rate in bits a character by longest matches into the past; logit = %.4f %+.4f d %+.4f d^2, d ="
                            + " rate - %.4f.",
                    rate.intercept(), rate.slope(), rate.curvature(), rate.centre());
        }
        if (detector.detector().detector() instanceof PretrainedDetector model) {
            return "A model from elsewhere, not trained on these texts: `" + model.description() + "`.";
        }
        if (detector.detector().detector() instanceof EncoderDetector encoder) {
            return format(
                    "The mean of two logits. One is logistic regression on %,d features, the mean states of layers inside a"
                            + " frozen encoder (all-MiniLM-L6-v2, int8; version `%s`); in a long text it is the mean over its"
                            + " passages. The other is %s",
                    encoder.mixture().features(), encoder.encoderVersion(), NGRAMS);
        }
        return "It is " + NGRAMS;
    }

    private String madeFrom() {
        long machine = texts.stream().filter(LabelledText::machineWritten).count();
        return format(
                "%,d human and %,d machine-written texts, split by the human text they are or were made from with seed %d:"
                        + " %.0f %% to fit, %.0f %% to calibrate and to take the thresholds from, the rest held out. Sources: %s.",
                texts.size() - machine,
                machine,
                split.seed(),
                100 * split.fit(),
                100 * split.calibration(),
                String.join(
                        ", ",
                        texts.stream()
                                .map(LabelledText::source)
                                .distinct()
                                .sorted()
                                .toList()));
    }

    private List<String> use() {
        LengthWindow window = detector.detector().window();
        DecisionThresholds thresholds = detector.thresholds();
        return List.of(
                "## Use",
                "",
                format(
                        "- Judges texts of at least %d words; shorter ones get probability %.2f and a flag. Of a text longer"
                                + " than %,d characters the %s is judged.",
                        window.leastWords(),
                        window.prior(),
                        window.mostCharacters(),
                        window.side() == LengthWindow.Side.HEAD ? "beginning" : "end"),
                format(
                        "- Thresholds on the probability: %.4f for 1 %% FPR, %.4f for 5 %%.",
                        thresholds.falsePositiveRate1(), thresholds.falsePositiveRate5()),
                "- The figures hold for texts like those above. Other generators, domains, lengths and writers are another"
                        + " matter: measure with ./tailkeeper detector evaluate before you rely on it.",
                "- A probability is no proof that a person did not write a text.");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
