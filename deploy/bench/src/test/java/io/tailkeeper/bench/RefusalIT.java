package io.tailkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.local.Tailkeeper;
import io.tailkeeper.local.session.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be done as it stands ends with status 2, whoever finds it out. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RefusalIT {

    @TempDir
    Path folder;

    @Test
    void aModelWithAWeightThatIsNoNumberIsRefusedBeforeAnythingStarts() throws Exception {
        Path model = folder.resolve("model.safetensors");
        try (LanguageModel made = Models.initialise(new ModelConfig(1, 2, 32, 64, 512), 3)) {
            made.save(model);
        }
        byte[] bytes = Files.readAllBytes(model);
        System.arraycopy(new byte[] {0, 0, (byte) 0xC0, 0x7F}, 0, bytes, bytes.length - Float.BYTES, Float.BYTES);
        Files.write(model, bytes);
        Path output = folder.resolve("run");

        assertThat(launch("run", "--preset", "smoke", "--set", "model=" + model, "--output", output.toString()))
                .as(console())
                .isEqualTo(2);

        assertThat(console().lines().toList())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.getFirst()).isEqualTo("checking model " + model))
                .satisfies(lines -> assertThat(lines.getLast())
                        .startsWith("tailkeeper: model: tensor ")
                        .contains("in " + model + " has the value NaN"));
        assertThat(output).doesNotExist();
    }

    @Test
    void generateRefusesAFolderWithoutAModelAsItDoesAMissingOne() throws Exception {
        assertThat(launch("generate", "--model", folder.resolve("missing").toString()))
                .isEqualTo(2);
        assertThat(launch("generate", "--model", folder.toString()))
                .as(console())
                .isEqualTo(2);
        assertThat(console()).contains("holds no model");
    }

    @Tag("long")
    @Test
    void aCorpusThatOnlyTheGeneratorKnowsToBeTooSmallIsRefusedToo() throws Exception {
        Path corpus = Files.writeString(
                folder.resolve("corpus.txt"), "A sentence of some words that stand in no order.\n\n".repeat(9000));

        assertThat(launch(
                        "run",
                        "--preset",
                        "smoke",
                        "--corpus",
                        corpus.toString(),
                        "--set",
                        "generations=1000",
                        "--output",
                        folder.resolve("run").toString()))
                .as(console())
                .isEqualTo(2);

        assertThat(console())
                .contains("is too small: in documents of ", "Lower generations (1000) or ")
                .contains("base: unfinished: no arm is left that could go on");
    }

    private int launch(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-D" + Running.HOME + "=" + System.getProperty(Running.HOME),
                "-cp",
                System.getProperty("java.class.path"),
                Tailkeeper.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console.txt").toFile())
                .start()
                .waitFor();
    }

    private String console() throws IOException {
        Path console = folder.resolve("console.txt");
        return Files.exists(console) ? Files.readString(console) : "";
    }
}
