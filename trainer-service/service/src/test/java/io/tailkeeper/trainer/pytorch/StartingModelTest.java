package io.tailkeeper.trainer.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.checkpoints.Checkpoints;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.ModelSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.huggingface.HuggingFaceFolder;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TrainingFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class StartingModelTest {

    static final List<ModelConfig> FAMILIES = List.of(
            new ModelConfig(2, 2, 32, 32, 512, new Family.Gpt2(Family.Gelu.TANH, 1e-5)),
            new ModelConfig(2, 4, 32, 32, 512, new Family.Llama(2, 8, 48, 10_000, 1e-5, false)));

    @TempDir
    Path folder;

    private static GenerationTask task(ModelSpecification model, CheckpointReference start) {
        RunSpecification s = Specifications.run("base", null).specification();
        RunSpecification changed = Specifications.with(s, "model", model);
        return new GenerationTask(
                new RunRequested("base", "tiny", "arm", null, Instant.EPOCH, changed),
                start == null ? 0 : 1,
                start,
                new GenerationTask.Pool(List.of(), 0, 0, position -> null),
                new GenerationTask.HeldOutParts(List.of(), List.of(1L), position -> null, List::of));
    }

    private static ModelSpecification shape(ModelConfig config, String preset, String pretrained) {
        return new ModelSpecification(
                config.layers(),
                config.heads(),
                config.embeddingSize(),
                config.contextLength(),
                config.vocabularySize(),
                preset,
                pretrained);
    }

    private Path written(ModelConfig config) {
        Path model = folder.resolve("model");
        try (LanguageModel made = Models.initialise(config, 9)) {
            HuggingFaceFolder.write(model, made, Gpt2RanksTokenizer.of(512));
        }
        return model;
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void generationZeroBeginsWithThePretrainedModelAndItsTokenizer(ModelConfig config) {
        ModelSpecification wanted = shape(config, null, written(config).toString());
        CheckpointReference checkpoint;
        try (PretrainedModel start = StartingModel.of(task(wanted, null), Checkpoints.onDisk()::open);
                LanguageModel made = Models.initialise(config, 9)) {
            assertThat(start.model().config()).isEqualTo(config);
            assertThat(made.parameters()).isNotEmpty();
            made.parameters().forEach((name, weight) -> assertThat(
                            start.model().parameters().get(name).toFloatArray())
                    .as(name)
                    .isEqualTo(weight.toFloatArray()));
            Path file = folder.resolve("generation-0").resolve("model.safetensors");
            checkpoint = new CheckpointReference(file.toUri(), start.model().save(file), 0);
            HuggingFaceFolder.describe(file.getParent(), config, start.tokenizer());
        }
        try (PretrainedModel next = StartingModel.of(task(wanted, checkpoint), Checkpoints.onDisk()::open);
                PretrainedModel start = StartingModel.of(task(wanted, null), Checkpoints.onDisk()::open)) {
            assertThat(next.model().config()).isEqualTo(config);
            assertThat(next.tokenizer().fingerprint())
                    .isEqualTo(start.tokenizer().fingerprint());
        }
    }

    @Test
    void aCheckpointBesideAnotherTokenizerIsRefused() throws Exception {
        ModelConfig config = FAMILIES.getFirst();
        ModelSpecification wanted = shape(config, null, written(config).toString());
        CheckpointReference checkpoint;
        try (PretrainedModel start = StartingModel.of(task(wanted, null), Checkpoints.onDisk()::open)) {
            Path file = folder.resolve("generation-0").resolve("model.safetensors");
            checkpoint = new CheckpointReference(file.toUri(), start.model().save(file), 0);
            Gpt2RanksTokenizer.of(400).save(file.getParent());
        }
        assertThatThrownBy(() -> StartingModel.of(task(wanted, checkpoint), Checkpoints.onDisk()::open))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("was trained with the tokenizer")
                .hasMessageContaining("put the right one there");
        Files.delete(folder.resolve("generation-0").resolve("tokenizer.json"));
        assertThatThrownBy(() -> StartingModel.of(task(wanted, checkpoint), Checkpoints.onDisk()::open))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("has no tokenizer");
    }

    @Test
    void aPresetHasItsOwnArchitectureAndNewWeights() {
        ModelConfig nano = ModelConfig.preset("nano");
        try (PretrainedModel start =
                        StartingModel.of(task(shape(nano, "nano", null), null), Checkpoints.onDisk()::open);
                PretrainedModel plain =
                        StartingModel.of(task(shape(nano, null, null), null), Checkpoints.onDisk()::open)) {
            assertThat(start.model().config()).isEqualTo(nano);
            assertThat(start.model().parameters().get("wte.weight").toFloatArray())
                    .isEqualTo(plain.model().parameters().get("wte.weight").toFloatArray());
        }
        assertThatThrownBy(() -> StartingModel.of(task(shape(nano, "nono", null), null), Checkpoints.onDisk()::open))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining(
                        "model.preset: there is no model preset \"nono\"; choose one of nano, quickstart");
    }

    @Test
    void anotherShapeThanTheRunAsksForIsRefused() {
        ModelConfig config = FAMILIES.getLast();
        String model = written(config).toString();
        ModelSpecification more = shape(new ModelConfig(3, 4, 32, 32, 512, config.family()), null, model);
        assertThatThrownBy(() -> StartingModel.of(task(more, null), Checkpoints.onDisk()::open))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageStartingWith("model " + model + " holds a model of ")
                .hasMessageContaining("the run asks for");
        assertThatThrownBy(() ->
                        StartingModel.of(task(shape(config, null, model + "-gone"), null), Checkpoints.onDisk()::open))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(model + "-gone is missing");
        assertThatThrownBy(
                        () -> StartingModel.of(task(shape(config, null, "no\0path"), null), Checkpoints.onDisk()::open))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageStartingWith("model.pretrained: ");
    }
}
