package io.tailkeeper.bench.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.bench.figures.BenchPart;
import io.tailkeeper.bench.figures.BenchResult;
import io.tailkeeper.bench.figures.Growth;
import io.tailkeeper.bench.figures.Median;
import io.tailkeeper.bench.services.PackagedService;
import io.tailkeeper.bench.services.Paragraphs;
import io.tailkeeper.local.stack.Service;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectorBenchTest {

    private static final DetectorBench.Settings SETTINGS = new DetectorBench.Settings(
            new PackagedService.Place(
                    Service.DETECTOR,
                    Path.of("run.jar"),
                    "localhost:1",
                    URI.create("redis://127.0.0.1:3"),
                    Path.of("f")),
            2,
            4,
            2,
            7,
            null);

    @TempDir
    private Path folder;

    @Test
    void medianIsTheMiddle() {
        assertThat(Median.of(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Median.of(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(3);
        assertThatThrownBy(() -> Median.of(List.of())).hasMessage("no figures, no median");
    }

    @Test
    void growthIsFromTheSecondTenthToTheLast() {
        Growth growth = new Growth(LongStream.range(0, 100)
                .map(i -> i < 10 ? 1 : 1_000 + i)
                .boxed()
                .toList());

        assertThat(growth.settled()).isEqualTo(1_014.5);
        assertThat(growth.last()).isEqualTo(1_094.5);
        assertThat(growth.bytes()).isEqualTo(80);
        assertThat(growth.most()).isEqualTo(1_099);
    }

    @Test
    void efficiencyIsTheShareOfOneInstance() {
        assertThat(Scaling.efficiency(720, 4, 200)).isEqualTo(0.9);
    }

    @Test
    void countersAreAddedOverTheirLabels() {
        String metrics = "# HELP a_total x\na_total 3.0\na_total{x=\"1\"} 4.5\na_total_more 9\n";
        assertThat(PackagedService.sum(metrics, "a_total")).isEqualTo(7.5);
        assertThat(PackagedService.sum(metrics, "b_total")).isZero();
    }

    @Test
    void madeDocumentsAreAsLongAsWikiTextsAndNoneComesTwice() {
        Paragraphs made = Paragraphs.made(1);
        List<Integer> words = made.texts().stream()
                .map(text -> text.split(" ").length)
                .sorted()
                .toList();

        assertThat(words.getFirst()).isGreaterThanOrEqualTo(20);
        assertThat(words.get(words.size() / 2)).isCloseTo(115, within(10));
        assertThat(words.get(words.size() * 9 / 10)).isBetween(200, 300);
        assertThat(made.meanWords()).isCloseTo(135, within(15.0));
        assertThat(made.document(0)).isEqualTo(Paragraphs.made(1).document(0));
        List<String> documents = made.documents(0, 3 * made.texts().size());
        assertThat(new HashSet<>(documents)).hasSameSizeAs(documents);
    }

    @Test
    void documentsOfAFolderAreItsLongParagraphs() throws IOException {
        String paragraph = "word ".repeat(20).strip();
        Files.writeString(folder.resolve("a.txt"), " = Title = \n" + paragraph + "\n" + paragraph + "\nshort\n");
        Files.writeString(folder.resolve("b.txt"), paragraph + " more\n");
        Files.writeString(folder.resolve("c.md"), paragraph + " still more\n");

        assertThat(Paragraphs.of(folder, 1).texts()).containsExactlyInAnyOrder(paragraph, paragraph + " more");
        assertThat(Paragraphs.of(folder.resolve("c.md"), 1).texts()).containsExactly(paragraph + " still more");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "too short");
        assertThatThrownBy(() -> Paragraphs.of(empty, 1)).hasMessageContaining("no documents of at least 20 words");
    }

    @Test
    void cheapDetectorsAreMeasuredByProcessorTime() {
        CheapDetectors cheap = new CheapDetectors(Paragraphs.made(1), 200, 3);
        BenchPart screen = cheap.linearScreen();
        BenchPart rate = cheap.entropyRate();

        assertThat(screen.value()).isGreaterThan(500);
        assertThat((double) screen.figures().get("us a document")).isCloseTo(1e6 / screen.value(), within(1e-6));
        assertThat(rate.value()).isBetween(0.01, 500.0);
        assertThat(rate.reached()).isEqualTo(rate.value() < 10);
    }

    @Test
    void theResultNamesEveryPart() {
        BenchPart part = BenchPart.atLeast(0.95, 0.8, "of the encoder alone", Map.of("x", 1.5));
        Map<String, BenchPart> parts = new LinkedHashMap<>();
        parts.put("through Kafka", part);
        parts.put("memory", BenchPart.below(32, 1, "MiB of growth", Map.of()));
        BenchResult result = DetectorBench.result(
                SETTINGS, new Paragraphs(List.of("one two")), new ThroughKafka.Result(80, 100, 0.8, 12, part), parts);

        assertThat(result.ratio()).isEqualTo(0.8);
        assertThat(result.settings()).containsEntry("meanWords", 2L).containsEntry("memorySamples", 7);
        assertThat(result.phases())
                .containsEntry("through Kafka, of the encoder alone", 0.8)
                .containsEntry("memory, MiB of growth", 1.0);
        assertThat(part.reached()).isFalse();
        assertThat(part.goal()).isEqualTo("at least 0.95");
        assertThat(parts.get("memory").reached()).isTrue();
        assertThat(parts.get("memory").goal()).isEqualTo("below 32");
    }

    @Test
    void memoryAloneIsTheEndBesideATenth() {
        Growth growth = new Growth(
                LongStream.range(0, 100).map(i -> (200 + i) << 20).boxed().toList());
        BenchPart part = BenchPart.below(32, 80, "MiB of growth", Map.of());

        BenchResult result = DetectorBench.memory(
                SETTINGS, new Paragraphs(List.of("one two")), new MemoryOverTime.Result(part, growth, 12));

        assertThat(result.reference()).isEqualTo(214.5);
        assertThat(result.value()).isEqualTo(294.5);
        assertThat(result.ratio()).isCloseTo(1.373, within(1e-3));
        assertThat(result.peakMemoryBytes()).isEqualTo(299L << 20);
        assertThat(result.settings()).containsEntry("samples", 7);
        assertThat(result.parts()).containsEntry("memory", part);
    }
}
