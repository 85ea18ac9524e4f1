package io.tailkeeper.report;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * One column of the tables that people read.
 *
 * @param title heading
 * @param meaning what the figure is
 * @param cell its text
 */
record Column(String title, String meaning, BiFunction<ArmReport, GenerationReport, String> cell) {

    static final List<Column> FIGURES = List.of(
            new Column("gen", "generation", (arm, each) -> text("%d", each.generation())),
            new Column(
                    "ppl",
                    "perplexity on held-out human text",
                    (arm, each) -> text("%.1f", each.heldOut().perplexity())),
            new Column(
                    "ratio",
                    "perplexity divided by that of generation 0",
                    (arm, each) -> text("%.3f", each.heldOut().perplexityRatio())),
            new Column(
                    "acc %",
                    "share of held-out tokens that were the model's first guess",
                    (arm, each) -> text("%.1f", 100 * each.heldOut().tokenAccuracy())),
            new Column(
                    "know %",
                    "pairs of a true and a false sentence that the model judged rightly; 50 is chance, empty where it was asked"
                            + " nothing",
                    (arm, each) -> each.heldOut().knowledge() == null
                            ? ""
                            : text("%.1f", 100 * each.heldOut().knowledge().accuracy())),
            new Column(
                    "cover",
                    "different words of the model's text, divided by those of human text of equal length",
                    (arm, each) -> text("%.3f", each.text().vocabularyCoverage())),
            new Column(
                    "KL h|m",
                    "unigram KL(human || machine), nats, a missing word having probability 1e-10",
                    (arm, each) -> text("%.2f", each.text().klFromHuman())),
            new Column(
                    "KL m|h",
                    "unigram KL(machine || human), nats, the same",
                    (arm, each) -> text("%.2f", each.text().klToHuman())),
            new Column(
                    "sBLEU",
                    "self-BLEU-4 of the model's text",
                    (arm, each) -> text("%.3f", each.text().selfBleu())),
            new Column(
                    "div",
                    "diversity of the model's documents",
                    (arm, each) -> text("%.3f", each.text().diversity())),
            new Column(
                    "AUROC",
                    "how well the detector tells the model's text from human text",
                    (arm, each) -> text("%.3f", each.text().detectorAuroc())),
            new Column(
                    "human %",
                    "true human share of the pool, before > after selection",
                    (arm, each) -> text(
                            "%.0f>%.0f",
                            100 * each.training().humanShareBeforeSelection(),
                            100 * each.training().humanShareAfterSelection())),
            new Column(
                    "ESS %",
                    "effective sample size as a share of the pool",
                    (arm, each) -> text(
                            "%.0f",
                            100
                                    * each.training().effectiveSampleSize()
                                    / Math.max(1, each.books().pooled()))),
            new Column(
                    "N_h",
                    "effective number of human documents as the detector says, without > with selection",
                    (arm, each) -> each.training().effectiveHumansBeforeSelection() == null
                                    || each.training().effectiveHumansAfterSelection() == null
                            ? ""
                            : text(
                                    "%.0f>%.0f",
                                    each.training().effectiveHumansBeforeSelection(),
                                    each.training().effectiveHumansAfterSelection())),
            new Column(
                    "mask %",
                    "share of tokens that the loss masked",
                    (arm, each) -> text("%.2f", 100 * each.training().maskedShare())),
            new Column("stage", "A healthy, B fluent but wrong, C collapsed", (arm, each) -> each.stage()));

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
