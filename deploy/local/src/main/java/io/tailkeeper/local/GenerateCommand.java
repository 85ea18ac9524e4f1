package io.tailkeeper.local;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.local.experiment.ExperimentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a model write. */
@Command(
        name = "generate",
        description = {
            "Let a model continue a text.",
            "",
            "Models: a Hugging Face folder (config.json, model.safetensors, tokenizer.json; gpt2 or llama), a folder or"
                    + " .bin of llama2.c, or a checkpoint that Tailkeeper trained."
        },
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n")
final class GenerateCommand implements Callable<Integer> {

    @Option(names = "--model", paramLabel = "PATH", required = true, description = "The model.")
    private Path model;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "What to continue. Default: nothing, the beginning of a document")
    private String prompt;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            defaultValue = "256",
            description = "Tokens to write at most; fewer where the document or the context ends. Default: 256")
    private int tokens;

    @Option(names = "--greedy", description = "Always the most probable token. Default: a draw")
    private boolean greedy;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "1",
            description = "Of a draw; below 1 it prefers the probable. Default: 1")
    private double temperature;

    @Option(names = "--top-k", paramLabel = "K", description = "Draw from the K most probable tokens only.")
    private Integer topK;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Seed of the draws. Default: 42")
    private long seed;

    @Mixin
    private DeviceOption device;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.exists(model)) {
            throw new ExperimentException("--model " + model + " does not exist; give a model's file or folder");
        }
        if (tokens < 1) {
            throw new ExperimentException("--tokens " + tokens + " is out of range; at least 1");
        }
        if (!(temperature > 0)) {
            throw new ExperimentException(
                    "--temperature " + temperature + " is out of range; more than 0, or --greedy");
        }
        if (topK != null && topK < 1) {
            throw new ExperimentException("--top-k " + topK + " is out of range; at least 1");
        }
        return TensorProgram.run(
                "-Xmx1g",
                "io.tailkeeper.languagemodel.models.Continuation",
                1,
                device.name(),
                List.of(
                        model.toAbsolutePath().toString(),
                        prompt,
                        Integer.toString(tokens),
                        greedy ? "greedy" : Double.toString(temperature),
                        Integer.toString(topK == null ? Integer.MAX_VALUE : topK),
                        Long.toString(seed)));
    }
}
