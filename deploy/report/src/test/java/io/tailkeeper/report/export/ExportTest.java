package io.tailkeeper.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.report.FinishedExperiment;
import io.tailkeeper.report.SeveralSeeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {

    @TempDir
    Path folder;

    private FinishedExperiment experiment;

    @BeforeEach
    void anExperimentOfThreeSeeds() throws IOException {
        SeveralSeeds.write(folder);
        experiment = FinishedExperiment.read(folder);
    }

    private List<String> files(Path place) throws IOException {
        try (Stream<Path> walk = Files.walk(place)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> place.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void checksumsAreMaskedAsTheFormatAsks() {
        CRC32C crc = new CRC32C();
        crc.update("123456789".getBytes(StandardCharsets.UTF_8));
        assertThat((int) crc.getValue()).isEqualTo(0xe3069283); // the check value of CRC-32C
        // e3069283 turned right by 15 bits is 2507c60d; plus a282ead8
        assertThat(TensorBoardEvent.masked("123456789".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(0xc78ab0e5);
    }

    @Test
    void aFileBeginsAsEveryEventFileDoes() {
        byte[] framed = TensorBoardEvent.framed(TensorBoardEvent.version(1.5));

        // 24 bytes, and the checksum of that length, as in the files of other programs
        assertThat(framed).hasSize(8 + 4 + 24 + 4).startsWith(0x18, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0x7f, 0x4b, 0x22);
        assertThat(framed).containsSequence(9, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f); // field 1, a double: 1.5
        assertThat(new String(framed, StandardCharsets.ISO_8859_1)).contains("\u001a\rbrain.Event:2");
    }

    @Test
    void aStepBeyondSevenBitsIsAVarintOfTwoBytes() {
        byte[] event = TensorBoardEvent.scalars(0, 300, Map.of("t", 0.5));

        assertThat(event).isEqualTo(new byte[] {
            9, 0, 0, 0, 0, 0, 0, 0, 0, 16, (byte) 0xac, 2, 42, 10, 10, 8, 10, 1, 't', 21, 0, 0, 0, 0x3f
        });
    }

    @Test
    void everyRunHasAnEventFileWithItsScalarsByGeneration() throws IOException {
        Path place = ExportFormat.TENSORBOARD.export(experiment, folder.resolve("tb"));

        assertThat(files(place))
                .hasSize(4 * 3)
                .contains("baseline/seed-43/events.out.tfevents.1795248000.quickstart-1");
        byte[] file = Files.readAllBytes(place.resolve("baseline/seed-43/events.out.tfevents.1795248000.quickstart-1"));
        Map<Long, Map<String, Float>> steps = read(file);
        assertThat(steps.keySet()).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(steps.get(4L).get("perplexityRatio")).isCloseTo(1.21f, within(1e-6f));
        assertThat(steps.get(4L))
                .containsKeys("vocabularyCoverage", "books.pooled")
                .doesNotContainKey("generation");
        ExportFormat.TENSORBOARD.export(experiment, place);
        assertThat(files(place)).as("a second export adds nothing").hasSize(4 * 3);
    }

    /** Reads scalars back, and checks every checksum. */
    private static Map<Long, Map<String, Float>> read(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        Map<Long, Map<String, Float>> steps = new TreeMap<>();
        List<byte[]> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = new byte[8];
            bytes.get(bytes.position(), length);
            byte[] event = new byte[(int) bytes.getLong()];
            assertThat(bytes.getInt()).isEqualTo(TensorBoardEvent.masked(length));
            bytes.get(event);
            assertThat(bytes.getInt()).isEqualTo(TensorBoardEvent.masked(event));
            events.add(event);
        }
        assertThat(events).hasSizeGreaterThan(1);
        for (byte[] event : events.subList(1, events.size())) {
            ByteBuffer in = ByteBuffer.wrap(event).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(in.get()).isEqualTo((byte) 9);
            in.getDouble();
            assertThat(in.get()).isEqualTo((byte) 16);
            long step = varint(in);
            assertThat(in.get()).isEqualTo((byte) 42);
            varint(in);
            Map<String, Float> scalars = steps.computeIfAbsent(step, _ -> new TreeMap<>());
            while (in.hasRemaining()) {
                assertThat(in.get()).isEqualTo((byte) 10);
                varint(in);
                assertThat(in.get()).isEqualTo((byte) 10);
                byte[] tag = new byte[(int) varint(in)];
                in.get(tag);
                assertThat(in.get()).isEqualTo((byte) 21);
                scalars.put(new String(tag, StandardCharsets.UTF_8), in.getFloat());
            }
        }
        return steps;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    @Test
    void csvHasARowForEachFigure() throws IOException {
        List<String> rows = Files.readAllLines(ExportFormat.CSV.export(experiment, ExportFormat.CSV.usual(folder)));

        assertThat(rows.getFirst()).isEqualTo("experiment,arm,seed,generation,measure,value");
        assertThat(rows).filteredOn(row -> row.contains(",perplexityRatio,")).hasSize(4 * 3 * 5);
        assertThat(rows).anyMatch(row -> row.startsWith("quickstart-1,baseline,43,4,perplexityRatio,1.21"));
    }

    @Test
    void mlflowHasAFolderForEachRunWithMetricsAndParameters() throws IOException {
        Path store = ExportFormat.MLFLOW.export(experiment, folder.resolve("mlruns"));

        List<String> files = files(store);
        assertThat(files)
                .filteredOn(file -> file.endsWith("/metrics/perplexityRatio"))
                .hasSize(4 * 3);
        assertThat(files).filteredOn(file -> file.endsWith("meta.yaml")).hasSize(1 + 4 * 3);
        String metric = files.stream()
                .filter(file -> file.endsWith("/metrics/perplexityRatio"))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readAllLines(store.resolve(metric))).hasSize(5).first().isEqualTo("1795248000000 1.0 0");
        Path params = store.resolve(metric).getParent().resolveSibling("params");
        assertThat(params.resolve("training.learning-rate")).hasContent("7.0E-4");
        assertThat(params.resolve("seed")).exists();
        assertThat(Files.readString(store.resolve(metric).getParent().resolveSibling("meta.yaml")))
                .contains("status: 3\n", "lifecycle_stage: active\n");
        ExportFormat.MLFLOW.export(experiment, store);
        assertThat(files(store)).isEqualTo(files);
    }

    @Test
    void namesThatWouldLeadOutOfTheFolderAreRefused() throws IOException {
        Path report = folder.resolve("report.json");
        Files.writeString(
                report, Files.readString(report).replace("\"perplexityRatio\" :", "\"../../perplexityRatio\" :"));

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> FinishedExperiment.read(folder))
                .hasMessageContaining("was changed: the name of a figure");
    }
}
