package io.tailkeeper.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.measures.generations.CollisionBand;
import io.tailkeeper.measures.generations.TokenDrift;
import io.tailkeeper.report.course.PredictedRisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures that a generation may lack, and the dictionary of all. */
class MeasuresTest {

    private static final Path DICTIONARY = Path.of("MEASURES.md");

    @TempDir
    Path folder;

    private static List<List<String>> dictionary() throws Exception {
        return Files.readAllLines(DICTIONARY).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.replace("\\|", "/"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    @Test
    void theDictionaryHasEveryColumnInItsOrderAndNoOther() throws Exception {
        assertThat(dictionary().stream().map(row -> row.getFirst().replace("`", "")))
                .containsExactlyElementsOf(GenerationsCsv.names());
    }

    @Test
    void theDictionarySaysWhatEachFigureIs() throws Exception {
        assertThat(dictionary()).hasSizeGreaterThan(50).allSatisfy(row -> assertThat(row)
                .as(row.getFirst())
                .hasSize(6)
                .satisfies(cells -> assertThat(cells.get(2)).isNotBlank()));
    }

    @Test
    void cellsAreEmptyWhereNothingWasMeasuredAndFullWhereItWas() throws Exception {
        ReportFiles.write(Canned.report(), Canned.view(), folder);
        List<List<String>> lines = Files.readAllLines(folder.resolve("generations.csv")).stream()
                .map(line -> List.of(line.split(",", -1)))
                .toList();
        List<String> heading = lines.getFirst();
        List<String> first = lines.get(1);
        List<String> last = lines.getLast();

        assertThat(first).hasSameSizeAs(heading);
        assertThat(first.subList(heading.indexOf("meanProbability"), first.size()))
                .hasSize(OptionalFigures.ALL.size() + 5)
                .containsOnly("");
        assertThat(last.get(heading.indexOf("meanEntropy"))).isEqualTo("3.25");
        assertThat(last.get(heading.indexOf("knowledgeAccuracy"))).isEqualTo("0.75");
        assertThat(last.get(heading.indexOf("knowledgeHigh"))).isEqualTo("0.8125");
        assertThat(last.get(heading.indexOf("knowledgeItems"))).isEqualTo("500.0");
        assertThat(last.get(heading.indexOf("jensenShannon"))).isEqualTo("0.125");
        assertThat(last.get(heading.indexOf("smoothedKlFromHuman"))).isEqualTo("0.375");
        assertThat(last.get(heading.indexOf("tokenKlToHuman"))).isEqualTo("0.21875");
        assertThat(last.get(heading.indexOf("tokenSmoothedKlFromHuman"))).isEqualTo("0.3125");
        assertThat(last.get(heading.indexOf("poolKlToHuman"))).isEqualTo("0.40625");
        assertThat(last.get(heading.indexOf("poolSmoothedKlFromHuman"))).isEqualTo("0.28125");
        assertThat(last.get(heading.indexOf("maskedFirstEpoch"))).isEqualTo("0.25");
        assertThat(last.get(heading.indexOf("maskedLastEpoch"))).isEqualTo("0.5");
        assertThat(last.get(heading.indexOf("confidenceGap")))
                .as("0.4375 - 0.1875")
                .isEqualTo("0.25");
        assertThat(last.get(heading.indexOf("tailMass"))).isEqualTo("0.0125");
        assertThat(last.get(heading.indexOf("humanTailMass"))).isEqualTo("0.025");
        assertThat(last.get(heading.indexOf("readingEase"))).isEmpty();
        assertThat(last.get(heading.indexOf("humanReadingEase"))).isEqualTo("62.5");
        assertThat(last.get(heading.indexOf("editedShare"))).as("of 64,000").isEqualTo("0.125");
        assertThat(last.get(heading.indexOf("changedShare"))).isEqualTo("0.01");
    }

    @Test
    void thePredictedRiskComesFromTheNumbersOfDocuments() {
        ArmReport baseline = Canned.report().runs().stream()
                .filter(run -> run.arm().equals("baseline"))
                .findFirst()
                .orElseThrow();
        double n0 = baseline.specification().data().baseDocuments();
        double n = baseline.specification().data().pooledDocuments(1);
        double alpha = baseline.specification().data().humanDocuments(1) / n;
        double first = n0 / n + (n - 1) / n * (1 - alpha) * (1 - alpha);
        assertThat(PredictedRisk.of(baseline.specification().data(), 0)).isEqualTo(1);
        assertThat(PredictedRisk.of(baseline.specification().data(), 1)).isCloseTo(first, within(1e-12));
        assertThat(PredictedRisk.of(baseline.specification().data(), 2))
                .isCloseTo(n0 / n + (n - 1) / n * (1 - alpha) * (1 - alpha) * first, within(1e-12));
    }

    /** Canned pools lie generation / 4096 from human text, and have 49,152 machine-written tokens with S = 1/64. */
    @Test
    void theDriftOfTokensIsTakenFromGenerationOne() {
        ArmReport baseline = Canned.report().runs().stream()
                .filter(run -> run.arm().equals("baseline"))
                .findFirst()
                .orElseThrow();
        DataSpecification data = baseline.specification().data();
        double human = 49_152.0 * data.humanDocuments(3) / (data.pooledDocuments(3) - data.humanDocuments(3));
        assertThat(Collisions.drift(baseline, baseline.generations().get(3))).contains(2 / 4096.0);
        assertThat(Collisions.expectedDrift(baseline, baseline.generations().get(1)))
                .contains(0.0);
        assertThat(Collisions.expectedDrift(baseline, baseline.generations().get(3)))
                .contains(TokenDrift.expected(1 / 64.0, 49_152, human, 2));
        assertThat(Collisions.drift(baseline, baseline.generations().getFirst()))
                .as("generation 0 learns no machine-written text")
                .isEmpty();
    }

    @Test
    void theCollisionBandComesFromGenerationZeroAndTheWordsThatWereLearned() {
        ArmReport run = Canned.report().runs().get(1);
        GenerationReport second = run.generations().get(2);
        assertThat(Collisions.band(run, second))
                .as("generation 0 is an earlier release's")
                .isEmpty();

        ArmReport later = new ArmReport(
                run.arm(),
                run.runId(),
                run.status(),
                run.reason(),
                run.specification(),
                List.of(first(run.generations().get(1)), second),
                List.of());
        double words = 3_072 * 20.75;
        CollisionBand band = Collisions.band(later, second).orElseThrow();
        assertThat(band.expected()).isCloseTo(1 - Math.pow(1 - 1 / words, 2) * (1 - 0.0078125), within(1e-12));
        assertThat(band.high() - band.expected())
                .isCloseTo(1.96 * 0.001 * Math.sqrt(2 + 2 * 8_000 / words), within(1e-12));
    }

    @Test
    void driftIsThatOfTheDecidingDetectorBesideTheGenerationBefore() {
        ArmReport run = Canned.report().runs().get(3);
        assertThat(DetectorDrift.of(run, run.generations().get(1)))
                .as("nothing before it was judged")
                .isNull();
        // 3.5, 1.5 of 5 beside 1.5, 3.5 of 5.
        assertThat(DetectorDrift.of(run, run.generations().get(2))).isCloseTo(0.8 * Math.log(7 / 3.0), within(1e-12));
        assertThat(DetectorDrift.of(run, run.generations().get(3))).isZero();
    }

    /** The same figures as those of generation 0. */
    private static GenerationReport first(GenerationReport each) {
        return new GenerationReport(
                0,
                true,
                each.stage(),
                each.heldOut(),
                each.text(),
                each.training(),
                each.checkpointSha256(),
                each.secondsByPhase(),
                each.books());
    }

    @Test
    void jsonHasThemUnderWhatTheyAreOf() throws Exception {
        ReportFiles.write(Canned.report(), Canned.view(), folder);
        JsonNode run = JsonMapper.builder()
                .build()
                .readTree(folder.resolve("report.json").toFile())
                .requiredAt("/runs/3");

        assertThat(run.requiredAt("/generations/4/confidence/histogram")).hasSize(20);
        assertThat(run.requiredAt("/generations/4/divergence/jensenShannon").asDouble())
                .isEqualTo(0.125);
        assertThat(run.requiredAt("/generations/4/machine/zipfSlope").asDouble())
                .isEqualTo(-1.25);
        assertThat(run.requiredAt("/generations/4/human/readingEase").asDouble())
                .isEqualTo(62.5);
        assertThat(run.requiredAt("/generations/4/knowledge/accuracy").asDouble())
                .isEqualTo(0.75);
        assertThat(run.at("/generations/0/knowledge/accuracy").isMissingNode()).isTrue();
        assertThat(run.at("/generations/0/divergence/jensenShannon").isMissingNode())
                .isTrue();
    }

    @Test
    void thePageHasASecondTableWhereAnythingWasMeasured() {
        List<ArmReport> runs = Canned.report().runs();

        assertThat(GenerationTable.html(runs))
                .contains(
                        "<h3>Words and confidence</h3>",
                        "<td>1.25 (2.50)</td>",
                        "<td>0.375</td>",
                        "<td>512 (512)</td>");
        List<ArmReport> earlier =
                runs.stream().filter(run -> run.arm().equals("base")).toList();
        assertThat(GenerationTable.html(earlier)).contains("<table").doesNotContain("Words and confidence");
    }
}
