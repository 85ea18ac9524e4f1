package io.tailkeeper.languagemodel.models;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.DecodingStrategy;
import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.languagemodel.PretrainedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program: lets a model continue a text. */
@Command(
        name = "tailkeeper generate",
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
public final class GenerateCommand implements Callable<Integer> {

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
    private @Nullable Integer topK;

    @Option(
            names = "--beams",
            paramLabel = "K",
            description = "Beam search that follows K texts side by side; no draw.")
    private @Nullable Integer beams;

    @Option(
            names = "--repetition-penalty",
            paramLabel = "P",
            defaultValue = "1",
            description = "Above 1 tokens that stand in the text already are avoided. Default: 1")
    private double penalty;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Seed of the draws. Default: 42")
    private long seed;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description =
                    "Where the model computes: auto (the first CUDA device that PyTorch sees, else the CPU), cpu or"
                            + " cuda:N. Default: auto")
    private String device;

    /** Writes, on this terminal. */
    public static void main(String[] arguments) {
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return CommandLines.of(
                new GenerateCommand(),
                Map.of(
                        CheckpointException.class, CommandLines.USAGE,
                        IllegalArgumentException.class, CommandLines.USAGE));
    }

    @Override
    public Integer call() {
        if (!Files.exists(model)) {
            throw new UsageException("--model " + model + " does not exist; give a model's file or folder");
        }
        if (tokens < 1) {
            throw new UsageException("--tokens " + tokens + " is out of range; at least 1");
        }
        if (!(temperature > 0)) {
            throw new UsageException("--temperature " + temperature + " is out of range; more than 0, or --greedy");
        }
        if (topK != null && topK < 1) {
            throw new UsageException("--top-k " + topK + " is out of range; at least 1");
        }
        if (beams != null && (beams < 1 || beams > 64)) {
            throw new UsageException("--beams " + beams + " is out of range; 1 to 64");
        }
        if (beams != null && greedy) {
            throw new UsageException("--beams and --greedy are two ways to write; give one of them");
        }
        if (!(penalty > 0)) {
            throw new UsageException("--repetition-penalty " + penalty + " is out of range; more than 0");
        }
        choose(device);
        DecodingStrategy strategy = new DecodingStrategy.Penalised(rule(), penalty);
        try (PretrainedModel opened = Models.open(model.toAbsolutePath())) {
            spec.commandLine().getOut().println(Continuation.text(opened, prompt, tokens, strategy, seed));
        }
        return 0;
    }

    private DecodingStrategy rule() {
        if (beams != null) {
            return new DecodingStrategy.Beam(beams);
        }
        return greedy
                ? new DecodingStrategy.Greedy()
                : new DecodingStrategy.TopK(topK == null ? Integer.MAX_VALUE : topK, temperature);
    }

    private static void choose(String device) {
        try {
            ModelDevice.choose(device);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--device: " + e.getMessage(), e);
        }
    }
}
