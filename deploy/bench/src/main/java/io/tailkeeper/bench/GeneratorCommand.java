package io.tailkeeper.bench;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Decoding in batches beside one text at a time. */
@Command(
        name = "generator",
        description = "Decoding: tokens/s at batch 64 beside batch 1.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n")
final class GeneratorCommand implements Callable<Integer> {

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "A model with new weights: quickstart (0.87 million parameters), small (12.3 million) or gpt2"
                    + " (124 million). Default: quickstart")
    private @Nullable String preset;

    @Option(names = "--model", paramLabel = "PATH", description = "A model on disk, in place of --preset.")
    private @Nullable Path model;

    @Mixin
    private TensorOptions tensors;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() throws IOException {
        if (model != null && preset != null) {
            throw new UsageException("--model and --preset exclude each other; give one");
        }
        if (model != null && !Files.exists(model)) {
            throw new UsageException("--model " + model + " does not exist; give the path of a model");
        }
        ModelPreset named = preset == null ? ModelPreset.QUICKSTART : ModelPreset.named(preset);
        output.check();
        tensors.setUp(1);
        output.take(model == null ? Bench.generator(named) : Bench.generator(model));
        return 0;
    }
}
