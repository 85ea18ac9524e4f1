package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.safetensors.Safetensors;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TrainingFigures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What a killed training resumes from, in one safetensors file: weights, moments of the optimizer, running sums, what the
 * loss remembers. The next batch is the number of steps done. The file names what it belongs to, so that a changed
 * specification is not resumed, and has a checksum, so that a damaged one is not.
 */
final class TrainingState {

    private static final System.Logger LOG = System.getLogger(TrainingState.class.getName());
    private static final String WEIGHT = "weight.";
    private static final String LOSS = "token-loss.";
    private static final String BELONGS_TO = "belongs-to";
    private static final String CHECKSUM = "crc32c";

    private final Path file;
    private final String task;
    private final SortedMap<String, NDArray> tensors;
    private final TokenLoss loss;

    /**
     * The state of a training.
     *
     * @param weights trained in place
     * @param optimizer whose moments belong to the state
     * @param loss what it remembers belongs to the state
     */
    TrainingState(Path file, GenerationTask task, SortedMap<String, NDArray> weights, AdamW optimizer, TokenLoss loss) {
        this.file = file;
        this.task = digest(task);
        this.loss = loss;
        this.tensors = new TreeMap<>(optimizer.moments());
        weights.forEach((name, weight) -> tensors.put(WEIGHT + name, weight));
    }

    private static String digest(GenerationTask task) {
        String start = task.start() == null ? "new" : task.start().sha256();
        return new Sha256()
                .add(ContractJson.write(task.run().specification()))
                .add(task.key() + "\n" + start)
                .hex();
    }

    /** @throws CheckpointException when the disk refuses; the state before is untouched */
    void save(TrainingFigures figures) {
        Map<String, String> metadata = metadata(figures);
        metadata.put(CHECKSUM, checksum(tensors, metadata));
        Safetensors.write(file, tensors, metadata);
    }

    private Map<String, String> metadata(TrainingFigures figures) {
        Map<String, String> metadata = new TreeMap<>(figures.toMetadata());
        loss.memory().forEach((name, value) -> metadata.put(LOSS + name, value));
        metadata.put(BELONGS_TO, task);
        return metadata;
    }

    private static String checksum(SortedMap<String, NDArray> tensors, Map<String, String> metadata) {
        SortedMap<String, String> covered = new TreeMap<>(metadata);
        covered.remove(CHECKSUM);
        CRC32C checksum = new CRC32C();
        checksum.update(covered.toString().getBytes(StandardCharsets.UTF_8));
        tensors.values().forEach(tensor -> {
            float[] values = tensor.toFloatArray();
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
            bytes.asFloatBuffer().put(values);
            checksum.update(bytes);
        });
        return Long.toHexString(checksum.getValue());
    }

    /** Takes over a saved state; empty, and nothing changed, where there is none that fits. */
    Optional<TrainingFigures> restore(NDManager manager) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (NDManager scope = manager.newSubManager()) {
            Safetensors.Loaded loaded = Safetensors.read(file, null, scope);
            Optional<String> fault = fault(loaded);
            if (fault.isPresent()) {
                LOG.log(System.Logger.Level.WARNING, file + " " + fault.get() + "; beginning anew");
                return Optional.empty();
            }
            tensors.forEach((name, tensor) ->
                    Objects.requireNonNull(loaded.tensors().get(name), name).copyTo(tensor));
            Map<String, String> memory = new TreeMap<>();
            loss.memory()
                    .keySet()
                    .forEach(name -> memory.put(name, loaded.metadata().get(LOSS + name)));
            loss.restore(memory);
            return Optional.of(TrainingFigures.ofMetadata(loaded.metadata()));
        } catch (CheckpointException e) {
            LOG.log(System.Logger.Level.WARNING, "training state is unreadable, beginning anew: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<String> fault(Safetensors.Loaded loaded) {
        if (!task.equals(loaded.metadata().get(BELONGS_TO))) {
            return Optional.of("belongs to another training");
        }
        boolean complete = loaded.metadata()
                        .keySet()
                        .containsAll(metadata(TrainingFigures.NONE).keySet())
                && tensors.keySet().equals(loaded.tensors().keySet())
                && checksum(loaded.tensors(), loaded.metadata())
                        .equals(loaded.metadata().get(CHECKSUM));
        return complete ? Optional.empty() : Optional.of("is damaged: its content is not what was written");
    }

    /** Puts the saved state where nothing tidies it up; empty where there is none. */
    Optional<Path> keepAs(Path kept) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, file + " cannot be moved to " + kept, e);
            return Optional.empty();
        }
    }
}
