package io.tailkeeper.checkpoints;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.contracts.files.DiskRoom;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.huggingface.ShardedCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of one checkpoint in a store, found but not fetched yet: the weights, and what is read beside them. */
final class Download {

    /** The largest setting there may be; named to a person. */
    static final String LARGEST = "tailkeeper.checkpoints.largest";

    private static final int AT_ONCE = 1 << 16;

    private final ObjectStore store;
    private final CheckpointReference checkpoint;
    private final String main;
    private final Map<String, ObjectStore.Stored> files = new TreeMap<>(); // by name

    private Download(ObjectStore store, CheckpointReference checkpoint, String main) {
        this.store = store;
        this.checkpoint = checkpoint;
        this.main = main;
    }

    /**
     * Looks for a checkpoint.
     *
     * @param key of its weights, or of the index of their shards
     * @param largest bytes that it may have
     * @throws CheckpointException when it is missing or too large
     */
    static Download of(ObjectStore store, CheckpointReference checkpoint, String key, long largest) {
        String folder = key.substring(0, key.lastIndexOf('/') + 1);
        Download download = new Download(store, checkpoint, key.substring(folder.length()));
        for (ObjectStore.Stored stored : store.list(folder)) {
            String name = stored.key().substring(folder.length());
            if (download.isRead(name)) {
                download.files.put(name, stored);
            }
        }
        if (!download.files.containsKey(download.main)) {
            throw download.missing(download.main);
        }
        if (download.bytes() > largest) {
            throw new CheckpointException("checkpoint " + checkpoint.uri() + " is not fetched: it has "
                    + download.bytes() + " bytes, and " + LARGEST + " is " + largest + "; raise that if it is yours");
        }
        return download;
    }

    /** Whether a file of the folder is the checkpoint, a part of it, or read beside it. */
    private boolean isRead(String name) {
        return name.equals(main)
                || ShardedCheckpoint.BESIDE.contains(name)
                || (ShardedCheckpoint.isIndex(main) && name.endsWith(".safetensors"));
    }

    private CheckpointException missing(String name) {
        return new CheckpointException("checkpoint " + checkpoint.uri() + " is missing: there is no " + name
                + " in the store; restore it, or start the run again to train it anew");
    }

    /** Of all its files. */
    long bytes() {
        return files.values().stream().mapToLong(ObjectStore.Stored::bytes).sum();
    }

    /**
     * Fetches it.
     *
     * @throws CheckpointException when it is not the one that was announced, or the disk refuses
     */
    void into(Path folder) {
        String digest = fetch(main, folder);
        if (ShardedCheckpoint.isIndex(main)) {
            ShardedCheckpoint.shards(folder.resolve(main)).forEach(shard -> fetch(shard, folder));
        } else {
            require(digest);
        }
        for (String beside : ShardedCheckpoint.BESIDE) {
            if (files.containsKey(beside)) {
                fetch(beside, folder);
            }
        }
        if (ShardedCheckpoint.isIndex(main)) {
            require(ShardedCheckpoint.digest(folder.resolve(main)));
        }
    }

    private void require(String digest) {
        if (!digest.equals(checkpoint.sha256())) {
            throw new CheckpointException(
                    "checkpoint " + checkpoint.uri() + " is corrupt or another one: its sha256 is "
                            + digest + " but " + checkpoint.sha256()
                            + " was announced; restore it in the store, or start the run again to train it anew");
        }
    }

    /** Returns the digest of what was fetched. */
    private String fetch(String name, Path folder) {
        ObjectStore.Stored stored = files.get(name);
        if (stored == null) {
            throw missing(name);
        }
        Sha256 digest = new Sha256();
        try (InputStream content = store.open(stored.key())) {
            AtomicFile.write(folder.resolve(name), channel -> {
                byte[] chunk = new byte[AT_ONCE];
                long left = stored.bytes();
                for (int read = read(content, chunk); read >= 0 && left >= 0; read = read(content, chunk)) {
                    ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, read);
                    digest.add(bytes);
                    left -= read;
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                }
                if (left != 0) {
                    throw cutOff(null);
                }
            });
        } catch (IOException e) {
            String what = e.getMessage() + ", or name another one (" + CheckpointCache.SETTING + ")";
            if (DiskRoom.lacking(e, folder)) {
                throw new StoreAwayException(what, e); // room may be made; no run is to blame
            }
            throw new CheckpointException(what, e);
        }
        return digest.hex();
    }

    /** What the network refuses is no fault of the disk. */
    private int read(InputStream content, byte[] chunk) {
        try {
            return content.read(chunk);
        } catch (IOException e) {
            throw cutOff(e);
        }
    }

    private StoreAwayException cutOff(@Nullable IOException cause) {
        String what = "checkpoint " + checkpoint.uri() + " was cut off or changed while it was fetched";
        return cause == null
                ? new StoreAwayException(what)
                : new StoreAwayException(what + " (" + cause.getMessage() + ")", cause);
    }
}
