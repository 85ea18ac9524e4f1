package io.tailkeeper.report;

import io.tailkeeper.measures.generations.CollisionBand;
import io.tailkeeper.report.course.PredictedRisk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every figure of every generation as a spreadsheet reads it. */
final class GenerationsCsv {

    private static final Map<String, BiFunction<ArmReport, GenerationReport, @Nullable Object>> COLUMNS = columns();

    private static final String ARM = "arm";

    /** Columns that say what a row is about, or that are no numbers. */
    private static final Set<String> LABELS = Set.of(ARM, "generation", "adopted", "stage", "checkpointSha256");

    private GenerationsCsv() {}

    /** The headings, in order. */
    static Set<String> names() {
        return COLUMNS.keySet();
    }

    private static Map<String, BiFunction<ArmReport, GenerationReport, @Nullable Object>> columns() {
        Map<String, BiFunction<ArmReport, GenerationReport, @Nullable Object>> columns = new LinkedHashMap<>();
        putOutcome(columns);
        putTraining(columns);
        putBooks(columns);
        columns.put("checkpointSha256", (run, each) -> each.checkpointSha256());
        columns.put("detectorDrift", DetectorDrift::of);
        columns.put("textTokens", (run, each) -> each.text().textTokens());
        OptionalFigures.ALL.forEach((name, figure) -> columns.put(name, (run, each) -> figure.apply(each)));
        columns.put("collisionLow", (run, each) -> Collisions.band(run, each)
                .map(CollisionBand::low)
                .orElse(null));
        columns.put("collisionExpected", (run, each) -> Collisions.band(run, each)
                .map(CollisionBand::expected)
                .orElse(null));
        columns.put("collisionHigh", (run, each) -> Collisions.band(run, each)
                .map(CollisionBand::high)
                .orElse(null));
        columns.put("poolDrift", (run, each) -> Collisions.drift(run, each).orElse(null));
        columns.put("poolDriftExpected", (run, each) -> Collisions.expectedDrift(run, each)
                .orElse(null));
        return columns;
    }

    private static void putOutcome(Map<String, BiFunction<ArmReport, GenerationReport, @Nullable Object>> columns) {
        columns.put("arm", (run, each) -> run.arm());
        columns.put("generation", (run, each) -> each.generation());
        columns.put("adopted", (run, each) -> each.adopted());
        columns.put("stage", (run, each) -> each.stage());
        columns.put("perplexity", (run, each) -> each.heldOut().perplexity());
        columns.put("perplexityRatio", (run, each) -> each.heldOut().perplexityRatio());
        columns.put("tokenAccuracy", (run, each) -> each.heldOut().tokenAccuracy());
        columns.put("confidentShare", (run, each) -> each.heldOut().confidentShare());
        columns.put("vocabularyCoverage", (run, each) -> each.text().vocabularyCoverage());
        columns.put("klToHuman", (run, each) -> each.text().klToHuman());
        columns.put("klFromHuman", (run, each) -> each.text().klFromHuman());
        columns.put("selfBleu", (run, each) -> each.text().selfBleu());
        columns.put("humanSelfBleu", (run, each) -> each.text().humanSelfBleu());
        columns.put("diversity", (run, each) -> each.text().diversity());
        columns.put("humanDiversity", (run, each) -> each.text().humanDiversity());
        columns.put("detectorAuroc", (run, each) -> each.text().detectorAuroc());
    }

    private static void putTraining(Map<String, BiFunction<ArmReport, GenerationReport, @Nullable Object>> columns) {
        columns.put("poolAuroc", (run, each) -> each.training().poolAuroc());
        columns.put("effectiveSampleSize", (run, each) -> each.training().effectiveSampleSize());
        columns.put("bias", (run, each) -> each.training().bias());
        columns.put("humanShareBeforeSelection", (run, each) -> each.training().humanShareBeforeSelection());
        columns.put("humanShareAfterSelection", (run, each) -> each.training().humanShareAfterSelection());
        columns.put(
                "effectiveHumansBeforeSelection", (run, each) -> each.training().effectiveHumansBeforeSelection());
        columns.put(
                "effectiveHumansAfterSelection", (run, each) -> each.training().effectiveHumansAfterSelection());
        columns.put("maskedShare", (run, each) -> each.training().maskedShare());
        columns.put("trainingLoss", (run, each) -> each.training().trainingLoss());
        columns.put(
                "humanTokens", (run, each) -> each.training().tokensTrained().human());
        columns.put(
                "syntheticTokens",
                (run, each) -> each.training().tokensTrained().synthetic());
        columns.put("steps", (run, each) -> each.training().steps());
        columns.put(
                "predictedRisk",
                (run, each) -> PredictedRisk.of(run.specification().data(), each.generation()));
    }

    private static void putBooks(Map<String, BiFunction<ArmReport, GenerationReport, @Nullable Object>> columns) {
        columns.put("collected", (run, each) -> each.books().collected());
        columns.put("scored", (run, each) -> each.books().scored());
        columns.put("deadLettered", (run, each) -> each.books().deadLettered());
        columns.put("pooled", (run, each) -> each.books().pooled());
        columns.put("rejected", (run, each) -> each.books().rejected());
        columns.put("selected", (run, each) -> each.books().selected());
    }

    /** The columns that are figures, by their names: what is averaged over seeds. */
    static Map<String, BiFunction<ArmReport, GenerationReport, Object>> figures() {
        Map<String, BiFunction<ArmReport, GenerationReport, Object>> figures = new LinkedHashMap<>(COLUMNS);
        figures.keySet().removeAll(LABELS);
        return figures;
    }

    /** A row for each run and generation; where runs differ in their seed, it stands behind the arm. */
    static String of(List<ArmReport> runs) {
        Map<String, BiFunction<ArmReport, GenerationReport, Object>> shown = new LinkedHashMap<>();
        COLUMNS.forEach((name, column) -> {
            shown.put(name, column);
            if (name.equals(ARM) && ArmGroup.several(runs)) {
                shown.put("seed", (run, each) -> run.seed());
            }
        });
        StringBuilder csv = new StringBuilder(String.join(",", shown.keySet())).append('\n');
        for (ArmReport run : runs) {
            for (GenerationReport generation : run.generations()) {
                csv.append(shown.values().stream()
                                .map(column -> column.apply(run, generation))
                                .map(value -> value == null ? "" : value.toString())
                                .collect(Collectors.joining(",")))
                        .append('\n');
            }
        }
        return csv.toString();
    }
}
