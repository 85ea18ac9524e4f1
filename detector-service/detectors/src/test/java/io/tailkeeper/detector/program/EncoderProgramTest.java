package io.tailkeeper.detector.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailkeeper.detector.FakeEncoder;
import io.tailkeeper.detector.calibration.Judgement;
import io.tailkeeper.detector.encoder.EncoderDetector;
import io.tailkeeper.detector.onnx.OnnxEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderProgramTest {

    private static final String TEXT = "the river walked under a stone moreover the moon door";

    @TempDir
    private static Path folder;

    private static Path data;
    private static Path detector;

    @BeforeAll
    static void train() throws IOException {
        data = Files.writeString(folder.resolve("set.jsonl"), Programs.lines("first", 300, 12, 1));
        detector = folder.resolve("encoder");
        Programs.run("train", "--kind", "encoder", "--seed", 3, "--output", detector, "--data", data);
    }

    @Test
    void learnsAndSaysHowWellAndWhatItIs() throws IOException {
        JsonNode heldOut = new ObjectMapper()
                .readTree(detector.resolve("held-out.json").toFile())
                .required("overall");
        assertThat(heldOut.required("auroc").required("value").asDouble()).isGreaterThan(0.8);
        assertThat(Files.readString(detector.resolve("model-card.md")))
                .contains("Detector `encoder`", "layers inside a frozen encoder", "hashed n-grams", "| overall |");
        Path again = folder.resolve("again.json");
        Programs.run("evaluate", "--detector", detector, "--data", data, "--output", again);
        assertThat(new ObjectMapper().readTree(again.toFile()).required("overall"))
                .as("only what was held out is measured")
                .isEqualTo(heldOut);
    }

    @Test
    void isOpenedWithAnEncoderOfItsOwnOrWithOneThatIsOpenAlready() throws IOException {
        Judgement judgement;
        try (StoredDetector own = DetectorFolder.load(detector)) {
            assertThat(own.kind()).isEqualTo(DetectorKind.ENCODER);
            judgement = own.detector().judge(TEXT);
        }
        try (OnnxEncoder encoder = new OnnxEncoder(1)) {
            StoredDetector shared = DetectorFolder.load(detector, encoder.innerLayers());
            assertThat(((EncoderDetector) shared.detector().detector())
                            .mixture()
                            .features())
                    .isEqualTo(encoder.innerLayers().dimension());
            assertThat(shared.detector().judge(TEXT)).isEqualTo(judgement);
            shared.close();
            assertThat(shared.detector().judge(TEXT))
                    .as("the encoder is still open")
                    .isEqualTo(judgement);
        }
    }

    @Test
    void anotherEncoderOrKindIsRefused() throws IOException {
        assertThatThrownBy(() -> DetectorFolder.load(detector, new FakeEncoder()))
                .hasMessageContainingAll("was made with version", "this is fake-1", "train the detector again");
        Path rate = folder.resolve("rate");
        Programs.run("train", "--kind", "entropy-rate", "--seed", 3, "--output", rate, "--data", data);
        assertThatThrownBy(() -> DetectorFolder.load(rate, new FakeEncoder()))
                .hasMessageContainingAll("holds a detector of kind entropy-rate", "--kind encoder");
    }

    @Test
    void damagedHeadsAreRefused() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        for (String name : new String[] {"detector.json", "origins.bin", "head.json", "linear.bin"}) {
            Files.copy(detector.resolve(name), copy.resolve(name));
        }
        Path ngrams = copy.resolve("linear.bin");
        byte[] good = Files.readAllBytes(ngrams);
        Files.delete(ngrams);
        Programs.refused("linear.bin does not exist", "evaluate", "--detector", copy, "--data", data);
        Files.write(ngrams, good);
        Path head = copy.resolve("head.json");
        String json = Files.readString(head);
        assertThat(HeadFile.load(head).features()).isEqualTo(768);
        for (String damaged : List.of(json.substring(0, json.length() / 2), json.replaceFirst("1", "2"), "")) {
            Files.writeString(head, damaged);
            Programs.refused(
                    "head.json is not the file that detector.json names",
                    "evaluate",
                    "--detector",
                    copy,
                    "--data",
                    data);
        }
        Files.delete(head);
        Programs.refused("head.json does not exist", "evaluate", "--detector", copy, "--data", data);
    }
}
