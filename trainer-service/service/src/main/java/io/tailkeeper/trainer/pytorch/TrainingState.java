package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tailkeeper.contracts.ContractJson;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.Safetensors;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TrainingFigures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a killed training resumes from, in one safetensors file: weights, moments of the optimizer, running sums. The next
 * batch is the number of steps done. The file names what it belongs to, so that a changed specification is not resumed.
 */
final class TrainingState {

    private static final System.Logger LOG = System.getLogger(TrainingState.class.getName());
    private static final String WEIGHT = "weight.";
    private static final String BELONGS_TO = "belongs-to";

    private final Path file;
    private final String task;

    TrainingState(Path file, GenerationTask task) {
        this.file = file;
        this.task = digest(task);
    }

    private static String digest(GenerationTask task) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ContractJson.write(task.run().specification()));
            String start = task.start() == null ? "new" : task.start().sha256();
            digest.update((task.key() + "\n" + start).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void save(SortedMap<String, NDArray> weights, AdamW optimizer, TrainingFigures figures) {
        SortedMap<String, NDArray> tensors = new TreeMap<>(optimizer.moments());
        weights.forEach((name, weight) -> tensors.put(WEIGHT + name, weight));
        Map<String, String> metadata = new TreeMap<>(figures.toMetadata());
        metadata.put(BELONGS_TO, task);
        Safetensors.write(file, tensors, metadata);
    }

    /** Takes over a saved state; empty, and nothing changed, where there is none that fits. */
    Optional<TrainingFigures> restore(SortedMap<String, NDArray> weights, AdamW optimizer, NDManager manager) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (NDManager scope = manager.newSubManager()) {
            Safetensors.Loaded loaded = Safetensors.read(file, null, scope);
            if (!task.equals(loaded.metadata().get(BELONGS_TO))) {
                LOG.log(System.Logger.Level.WARNING, "{0} belongs to another training; beginning anew", file);
                return Optional.empty();
            }
            weights.forEach(
                    (name, weight) -> loaded.tensors().get(WEIGHT + name).copyTo(weight));
            optimizer.restore(loaded.tensors());
            return Optional.of(TrainingFigures.ofMetadata(loaded.metadata()));
        } catch (CheckpointException e) {
            LOG.log(System.Logger.Level.WARNING, "training state is unreadable, beginning anew: " + e.getMessage());
            return Optional.empty();
        }
    }
}
