package io.tailkeeper.checkpoints;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.huggingface.ShardedCheckpoint;
import io.tailkeeper.languagemodel.models.Models;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one door to checkpoints that messages name. {@code file:} URIs and absolute paths lead to files of this machine, which
 * may be on a volume that machines share; {@code s3:} URIs to the installation's part of a store, from which a checkpoint is
 * fetched once. All are opened only with the sha256 of their message, and only as safetensors. Safe for use by several
 * threads.
 */
public final class Checkpoints implements AutoCloseable {

    private final @Nullable Remote remote; // null where checkpoints stay on this machine's volumes

    private record Remote(StoreAddress address, ObjectStore store, CheckpointCache cache, long largest) {}

    private Checkpoints(@Nullable Remote remote) {
        this.remote = remote;
    }

    /** Checkpoints on volumes of this machine alone. */
    public static Checkpoints onDisk() {
        return new Checkpoints(null);
    }

    /**
     * Checkpoints in a store; those on volumes are opened too.
     *
     * @param store closed with this
     * @param cache closed with this
     * @param largest bytes of a checkpoint that is fetched
     */
    public static Checkpoints in(StoreAddress address, ObjectStore store, CheckpointCache cache, long largest) {
        return new Checkpoints(new Remote(address, store, cache, largest));
    }

    /**
     * The model of a checkpoint, without its tokenizer.
     *
     * @return to be closed by the caller
     * @throws CheckpointException when it is missing, corrupt, another one, or lies where nothing is read from
     * @throws StoreAwayException when the store does not answer; another attempt may help
     */
    public LanguageModel load(CheckpointReference checkpoint) {
        return read(checkpoint, file -> Models.load(file, checkpoint.sha256()));
    }

    /**
     * The model of a checkpoint with its tokenizer; otherwise as {@link #load}.
     *
     * @return to be closed by the caller
     */
    public PretrainedModel open(CheckpointReference checkpoint) {
        return read(checkpoint, file -> Models.openCheckpoint(file, checkpoint.sha256()));
    }

    private <T> T read(CheckpointReference checkpoint, Function<Path, T> reader) {
        URI uri = checkpoint.uri();
        if (!StoreAddress.isObject(uri)) {
            return reader.apply(LocalFiles.of(uri));
        }
        if (remote == null) {
            throw StoreAddress.outside(uri, "file:");
        }
        String key = remote.address().key(remote.address().name(uri));
        String file = key.substring(key.lastIndexOf('/') + 1);
        if (!file.endsWith(".safetensors") && !ShardedCheckpoint.isIndex(file)) {
            throw new CheckpointException("checkpoint " + uri
                    + " is not fetched: it is neither a .safetensors file nor " + ShardedCheckpoint.INDEX);
        }
        return remote.cache()
                .read(
                        Sha256.of(uri + "\n" + checkpoint.sha256()),
                        folder -> isSound(folder.resolve(file), checkpoint.sha256()),
                        () -> {
                            Download download = Download.of(remote.store(), checkpoint, key, remote.largest());
                            return new CheckpointCache.Incoming(download.bytes(), download::into);
                        },
                        folder -> reader.apply(folder.resolve(file)));
    }

    private static boolean isSound(Path file, String sha256) {
        try {
            String actual = ShardedCheckpoint.isIndex(file.getFileName().toString())
                    ? ShardedCheckpoint.digest(file)
                    : Sha256.of(file);
            return actual.equals(sha256);
        } catch (IOException | CheckpointException e) {
            return false;
        }
    }

    /**
     * Puts a finished checkpoint where other machines read it, unless it lies there already; a message may name it from then
     * on.
     *
     * @param generation that was trained into it
     * @param checkpoint a file of this machine; what lies beside it is put there too
     * @return the same checkpoint by the URI that others open it with
     * @throws StoreAwayException when the store does not answer; another attempt may help
     */
    public CheckpointReference publish(GenerationKey generation, CheckpointReference checkpoint) {
        if (remote == null) {
            return checkpoint;
        }
        Path file = LocalFiles.of(checkpoint.uri());
        String folder = StoreAddress.folder(generation);
        for (Path beside : beside(file)) {
            remote.store().put(remote.address().key(folder + beside.getFileName()), beside, digest(beside));
        }
        // The weights or their index last: where that is, all is.
        String name = folder + file.getFileName();
        String own = ShardedCheckpoint.isIndex(file) ? digest(file) : checkpoint.sha256();
        remote.store().put(remote.address().key(name), file, own);
        return new CheckpointReference(remote.address().uri(name), checkpoint.sha256(), checkpoint.generation());
    }

    private static List<Path> beside(Path file) {
        Stream<String> shards = ShardedCheckpoint.isIndex(file) ? ShardedCheckpoint.shards(file).stream() : Stream.of();
        return Stream.concat(shards, ShardedCheckpoint.BESIDE.stream())
                .map(file::resolveSibling)
                .filter(Files::exists)
                .toList();
    }

    private static String digest(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What a checkpoint in this store is called within it: {@code RUN/generation-N/model.safetensors}, as {@link #publish} has
     * called it; empty for one that lies on a volume.
     *
     * @throws CheckpointException when it lies in another store
     */
    public Optional<String> name(CheckpointReference checkpoint) {
        return remote == null || !StoreAddress.isObject(checkpoint.uri())
                ? Optional.empty()
                : Optional.of(remote.address().name(checkpoint.uri()));
    }

    @Override
    public void close() {
        if (remote != null) {
            remote.store().close();
            remote.cache().close();
        }
    }
}
