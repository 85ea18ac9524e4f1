package io.tailkeeper.report;

import io.tailkeeper.report.statistics.Spread;
import java.util.List;
import java.util.Map;

/** Every figure over the seeds as a spreadsheet reads it: a row for each arm, generation and figure. */
final class SeedsCsv {

    private SeedsCsv() {}

    static String of(List<ArmReport> runs) {
        StringBuilder csv = new StringBuilder("arm,generation,figure,n,mean,standardError,min,max\n");
        for (SeedSummary.Arm arm : SeedSummary.of(runs).arms()) {
            for (SeedSummary.Generation generation : arm.generations()) {
                for (Map.Entry<String, Spread> figure : generation.figures().entrySet()) {
                    Spread spread = figure.getValue();
                    csv.append(String.join(
                                    ",",
                                    arm.arm(),
                                    Integer.toString(generation.generation()),
                                    figure.getKey(),
                                    Integer.toString(spread.n()),
                                    Double.toString(spread.mean()),
                                    spread.standardError() == null ? "" : Double.toString(spread.standardError()),
                                    Double.toString(spread.min()),
                                    Double.toString(spread.max())))
                            .append('\n');
                }
            }
        }
        return csv.toString();
    }
}
