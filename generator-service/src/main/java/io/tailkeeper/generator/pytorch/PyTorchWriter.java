package io.tailkeeper.generator.pytorch;

import io.tailkeeper.checkpoints.Checkpoints;
import io.tailkeeper.checkpoints.StorePatience;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.files.AllowedRoots;
import io.tailkeeper.contracts.specification.DecodingSpecification;
import io.tailkeeper.contracts.specification.EditSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.generator.RunFailedException;
import io.tailkeeper.generator.Writer;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.DecodingStrategy;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.languagemodel.TextGenerator;
import io.tailkeeper.languagemodel.TokenEditing;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Writes with checkpoints of the language model; the last few stay loaded. */
public final class PyTorchWriter implements Writer, AutoCloseable {

    private static final int LOADED = 3;

    private final Map<String, Loaded> models = new LinkedHashMap<>(LOADED, 0.75f, true);
    private final Checkpoints checkpoints;
    private final StorePatience patience;
    private final BooleanSupplier stopping;
    private final ForeignModels foreign;

    /**
     * @param threads threads of an operation; 0 leaves it to PyTorch. Read by the engine when the first model of the
     *     process is loaded
     * @param device {@code auto}, {@code cpu} or {@code cuda:N}
     * @param checkpoints what is written with; their store is waited for
     * @param stopping whether nobody wants what is being written any more
     * @param roots where foreign models may lie
     * @throws IllegalArgumentException when there is no such device
     */
    public PyTorchWriter(
            int threads,
            String device,
            Checkpoints checkpoints,
            StorePatience patience,
            BooleanSupplier stopping,
            AllowedRoots roots) {
        foreign = new ForeignModels(roots);
        this.checkpoints = checkpoints;
        this.patience = patience;
        this.stopping = stopping;
        if (threads > 0) {
            System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        }
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true"); // DJL would report its use
        ModelDevice.choose(device);
    }

    @Override
    public CheckpointReference foreign(RunSpecification run, String model, int generation) {
        return foreign.of(run, model, generation);
    }

    @Override
    public Written write(
            CheckpointReference checkpoint,
            int[][] prompts,
            int newTokens,
            DecodingSpecification decoding,
            long[] seeds,
            boolean probabilities) {
        try {
            TextGenerator generator = loaded(checkpoint).generator();
            if (!probabilities) {
                return new Written(generator.write(prompts, newTokens, strategy(decoding), seeds), null);
            }
            io.tailkeeper.languagemodel.Written written =
                    generator.writeWithProbabilities(prompts, newTokens, strategy(decoding), seeds);
            return new Written(written.tokens(), written.probabilities());
        } catch (IllegalArgumentException e) {
            throw cannotWrite(checkpoint, e);
        }
    }

    @Override
    public Edited[] edit(
            CheckpointReference checkpoint, int[][] texts, int promptTokens, EditSpecification edit, long[] seeds) {
        TokenEditing editing = new TokenEditing(edit.probabilityOrDefault(), edit.betaOrDefault(), edit.topOrDefault());
        try {
            return Arrays.stream(editing.edit(loaded(checkpoint).model(), texts, promptTokens, seeds))
                    .map(edited -> new Edited(edited.tokens(), edited.edited()))
                    .toArray(Edited[]::new);
        } catch (IllegalArgumentException e) {
            throw cannotWrite(checkpoint, e);
        }
    }

    private static RunFailedException cannotWrite(CheckpointReference checkpoint, IllegalArgumentException cause) {
        return new RunFailedException(
                "The model of checkpoint " + checkpoint.uri() + " cannot write: " + cause.getMessage()
                        + ". Train the run again; if its weights are not finite, with a lower"
                        + " training.learning-rate or training.gradient-clip.",
                cause);
    }

    private record Loaded(LanguageModel model, TextGenerator generator) {}

    private Loaded loaded(CheckpointReference checkpoint) {
        Loaded loaded = models.get(checkpoint.sha256());
        if (loaded != null) {
            return loaded;
        }
        if (models.size() == LOADED) {
            models.remove(models.keySet().iterator().next()).model().close();
        }
        try {
            LanguageModel model = patience.until(() -> checkpoints.load(checkpoint), stopping);
            models.put(checkpoint.sha256(), new Loaded(model, new TextGenerator(model)));
            return models.get(checkpoint.sha256());
        } catch (CheckpointException e) {
            if (stopping.getAsBoolean()) {
                throw (CancellationException)
                        new CancellationException("stopped while a checkpoint was fetched").initCause(e);
            }
            throw new RunFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private static DecodingStrategy strategy(DecodingSpecification decoding) {
        double penalty = decoding.repetitionPenaltyOrDefault();
        return penalty == 1 ? rule(decoding) : new DecodingStrategy.Penalised(rule(decoding), penalty);
    }

    private static DecodingStrategy rule(DecodingSpecification decoding) {
        return switch (decoding.strategy()) {
            case GREEDY -> new DecodingStrategy.Greedy();
            case TEMPERATURE -> new DecodingStrategy.Temperature(decoding.temperature());
            case TOP_K -> new DecodingStrategy.TopK(decoding.topK(), decoding.temperature());
            case NUCLEUS -> new DecodingStrategy.Nucleus(decoding.topP(), decoding.temperature());
            case BEAM -> new DecodingStrategy.Beam(decoding.beamsOrDefault());
        };
    }

    @Override
    public void close() {
        models.values().forEach(loaded -> loaded.model().close());
        models.clear();
    }
}
