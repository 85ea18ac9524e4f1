package io.tailkeeper.local.finished;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.report.Canned;
import io.tailkeeper.report.Report;
import io.tailkeeper.report.SeveralSeeds;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConclusionTest {

    private static List<String> printed(Report report, int width) {
        StringWriter text = new StringWriter();
        new Conclusion(new PrintWriter(text), width).print(report, Duration.ofSeconds(325));
        return text.toString().lines().toList();
    }

    @Test
    void nothingIsWiderThanATerminalOfEightyColumns() {
        for (Report report : List.of(Canned.report(), SeveralSeeds.report())) {
            assertThat(printed(report, 80)).hasSizeGreaterThan(40).allSatisfy(line -> assertThat(line.length())
                    .isLessThanOrEqualTo(80));
        }
    }

    @Test
    void everyWordIsThereAtEveryWidth() {
        List<String> sentences = Canned.report().verdict();
        for (int width : new int[] {40, 80, 160}) {
            String text = String.join(" ", printed(Canned.report(), width)).replaceAll(" +", " ");

            assertThat(sentences).isNotEmpty().allSatisfy(sentence -> assertThat(text)
                    .contains(sentence));
            for (String title : Arrays.asList("ratio", "know %", "sBLEU", "AUROC", "mask %", "stage", "kappa")) {
                assertThat(text).contains(title);
            }
        }
    }

    @Test
    void aFileHasEveryTableInOnePiece() {
        for (Report report : List.of(Canned.report(), SeveralSeeds.report())) {
            assertThat(printed(report, 160))
                    .filteredOn(line -> line.startsWith("arm "))
                    .hasSizeLessThanOrEqualTo(2)
                    .anyMatch(line -> line.contains("ratio") && line.endsWith("stage"));
        }
    }

    @Test
    void whatItTookStandsLast() {
        assertThat(printed(Canned.report(), 80))
                .contains("completed in 5:25, 302 s of it without the start; peak memory 3.0 GiB")
                .endsWith("screen            25.0 % of 1,536 texts passed on");
    }
}
