package io.tailkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.HuggingFaceFolder;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.Models;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Models of another program's folders go through the whole loop: read, trained, written with, read again. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PretrainedIT {

    static final List<ModelConfig> FAMILIES = List.of(
            new ModelConfig(1, 2, 32, 64, 512, new Family.Gpt2(Family.Gelu.TANH, 1e-5)),
            new ModelConfig(1, 4, 32, 64, 512, new Family.Llama(2, 8, 48, 10_000, 1e-5, false)));

    @TempDir
    Path folder;

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void aFolderOfHuggingFaceIsTheBaseOfARun(ModelConfig config) throws Exception {
        Path model = folder.resolve("model");
        try (LanguageModel made = LanguageModel.initialise(config, 3)) {
            HuggingFaceFolder.write(model, made, Tokenizer.ofGpt2Ranks(512));
        }
        Path output = folder.resolve("run");

        Path experiment = Files.writeString(
                folder.resolve("experiment.yaml"),
                """
                extends: smoke
                name: pretrained
                specification: {generations: 1, model: '%s'}
                arms: {baseline: ~}
                """
                        .formatted(model));

        int status = run("--spec", experiment.toString(), "--output", output.toString());

        assertThat(status).as(console()).isZero();
        JsonNode report = JsonMapper.builder()
                .build()
                .readTree(output.resolve("report.json").toFile());
        assertThat(report.at("/runs")).hasSize(2).allSatisfy(run -> {
            assertThat(run.at("/status").asText()).isEqualTo("completed");
            assertThat(run.at("/specification/model/pretrained").asText()).isEqualTo(model.toString());
        });
        List<Path> checkpoints = checkpoints(output);
        assertThat(checkpoints).hasSize(2);
        for (Path checkpoint : checkpoints) {
            try (PretrainedModel trained = Models.open(checkpoint);
                    PretrainedModel base = Models.open(model)) {
                assertThat(trained.model().config()).isEqualTo(config);
                assertThat(trained.tokenizer().fingerprint())
                        .isEqualTo(base.tokenizer().fingerprint());
                assertThat(distance(trained.model(), base.model())).isBetween(1e-3, 10.0);
            }
        }
    }

    /** Root mean square of what training changed, over that of the weights. */
    private static double distance(LanguageModel trained, LanguageModel base) {
        double changed = 0;
        double all = 0;
        for (var weight : base.parameters().entrySet()) {
            try (NDArray difference = weight.getValue().sub(trained.parameters().get(weight.getKey()))) {
                changed += Math.pow(difference.norm().getFloat(), 2);
                all += Math.pow(weight.getValue().norm().getFloat(), 2);
            }
        }
        return Math.sqrt(changed / all);
    }

    /** The folders of all checkpoints of a run. */
    private static List<Path> checkpoints(Path output) throws IOException {
        try (Stream<Path> files = Files.walk(output)) {
            return files.filter(file -> file.endsWith("config.json"))
                    .map(Path::getParent)
                    .toList();
        }
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        Stream<String> command = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-D" + Tailkeeper.HOME + "=" + System.getProperty(Tailkeeper.HOME),
                "-cp",
                System.getProperty("java.class.path"),
                Tailkeeper.class.getName(),
                "run");
        return new ProcessBuilder(Stream.concat(command, Stream.of(arguments)).toList())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console.txt").toFile())
                .start()
                .waitFor();
    }

    private String console() throws IOException {
        return Files.readString(folder.resolve("console.txt"));
    }
}
