package io.tailkeeper.trainer;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.files.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The trainer's folder: checkpoints, spools and training states by run and generation. It has an identity, so that
 * offsets which another folder's spools stand for are not mistaken for its own, and is locked while it is open.
 */
public final class TrainerDirectory implements AutoCloseable {

    private static final String GENERATION = "generation-";
    private static final String SCORED = "scored.jsonl";
    private static final String STATE = "training-state.safetensors";
    private static final String TRACES = "traces";
    private static final String HELD_OUT = "held-out.jsonl";
    private static final String KNOWLEDGE = "knowledge.jsonl";
    private static final List<String> SPOOLS = List.of(SCORED, HELD_OUT, KNOWLEDGE, "identity");

    private final Path root;
    private final FileChannel lock;

    /** @throws UncheckedIOException when it cannot be made, or another trainer holds it */
    public TrainerDirectory(Path root) {
        this.root = root.toAbsolutePath().normalize();
        try {
            Files.createDirectories(this.root);
            lock = FileChannel.open(this.root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(lock)) {
                lock.close();
                throw new IOException("another trainer uses it; give each its own folder or stop the other");
            }
        } catch (IOException e) {
            throw refused("cannot be used", e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Made once, when the folder is new. */
    public String identity() {
        Path file = root.resolve("identity");
        try {
            if (!Files.exists(file)) {
                AtomicFile.write(file, UUID.randomUUID().toString());
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw refused("cannot be written", e);
        }
    }

    /** Forgets every spool, so that their messages are read from Kafka again; checkpoints stay. */
    public void forgetSpools() {
        try (Stream<Path> files = Files.walk(root, 3)) {
            for (Path spool : files.filter(file -> SPOOLS.stream().anyMatch(file::endsWith))
                    .toList()) {
                Files.delete(spool);
            }
        } catch (IOException e) {
            throw refused("cannot be tidied", e);
        }
    }

    /** Where a generation's files lie. */
    public Path generation(GenerationKey key) {
        return root.resolve(key.runId()).resolve(GENERATION + key.generation());
    }

    /** The spool of a generation's scored samples. */
    public Path scored(GenerationKey key) {
        return generation(key).resolve(SCORED);
    }

    /** The traces that a generation's samples came with, beside their spool. */
    public Path traces(GenerationKey key) {
        return generation(key).resolve(TRACES);
    }

    /** The spool of a run's held-out parts. */
    public Path heldOut(String runId) {
        return root.resolve(runId).resolve(HELD_OUT);
    }

    /** The spool of the items that a run's models are asked. */
    public Path knowledge(String runId) {
        return root.resolve(runId).resolve(KNOWLEDGE);
    }

    /** The training state a killed trainer resumes from. */
    public Path trainingState(GenerationKey key) {
        return generation(key).resolve(STATE);
    }

    /** The last state of a training that ended in no finite number. */
    public Path lastState(GenerationKey key) {
        return generation(key).resolve("last-state.safetensors");
    }

    /** The generation's checkpoint. */
    public Path checkpoint(GenerationKey key) {
        return generation(key).resolve("model.safetensors");
    }

    /** A checkpoint of this folder by its name in folders of run and generation, as {@link #checkpoint} has it. */
    public Optional<Path> own(String name) {
        Path file = root.resolve(name).normalize();
        return file.startsWith(root) && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** Deletes what only an unfinished generation needs. */
    public void tidy(GenerationKey key) {
        try {
            for (String name : List.of(SCORED, STATE, TRACES)) {
                Files.deleteIfExists(generation(key).resolve(name));
            }
        } catch (IOException e) {
            throw refused("cannot be tidied", e);
        }
    }

    /** The generations whose scored samples were spooled. */
    public List<GenerationKey> spooledGenerations() {
        try (Stream<Path> files = Files.walk(root, 3)) {
            return files.filter(file -> file.endsWith(SCORED))
                    .flatMap(file -> key(file).stream())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw refused("cannot be read", e);
        }
    }

    /** The runs whose held-out parts were spooled. */
    public List<String> spooledHeldOut() {
        try (Stream<Path> files = Files.walk(root, 2)) {
            return files.filter(file -> file.endsWith(HELD_OUT))
                    .map(file -> folder(file).getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw refused("cannot be read", e);
        }
    }

    private static Path folder(Path file) {
        return Objects.requireNonNull(file.getParent(), "what lies in the trainer's folder has a folder");
    }

    private static Optional<GenerationKey> key(Path scored) {
        Path folder = folder(scored);
        String name = folder.getFileName().toString();
        try {
            return Optional.of(new GenerationKey(
                    folder(folder).getFileName().toString(),
                    Integer.parseInt(name.substring(Math.min(name.length(), GENERATION.length())))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private UncheckedIOException refused(String what, IOException cause) {
        return new UncheckedIOException(
                "tailkeeper.trainer.directory " + root + " " + what + ": " + cause.getMessage()
                        + "; name a folder on a disk with room that this user may write",
                cause);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw refused("cannot be unlocked", e);
        }
    }
}
