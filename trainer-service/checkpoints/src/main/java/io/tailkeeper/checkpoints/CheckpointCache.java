package io.tailkeeper.checkpoints;

import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.contracts.files.DiskRoom;
import io.tailkeeper.languagemodel.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Checkpoints that were fetched. What was used longest ago goes first when room is needed, by the bound or on the disk; what is being read here, or was used by
 * anybody within {@link #GRACE}, stays, and the bound is exceeded for so long. Several processes may share the folder: two that want
 * the same one at once both fetch it, and the first one's stays. Safe for use by several threads, of which one fetches what several
 * want.
 */
public final class CheckpointCache implements AutoCloseable {

    /** The setting that names its folder. */
    static final String SETTING = "tailkeeper.checkpoints.cache";

    /** Longest time in which another process, which has just looked for a checkpoint, opens it. */
    static final Duration GRACE = Duration.ofMinutes(2);

    private static final System.Logger LOG = System.getLogger(CheckpointCache.class.getName());

    private final Path place;
    private final CacheFolder folder;
    private final long mostBytes;
    private final InstantSource clock;
    private final Map<String, Integer> users = new HashMap<>(); // guarded by this
    private final Map<String, Object> locks = new HashMap<>(); // guarded by this
    private final Set<String> checked = new HashSet<>(); // guarded by this

    /**
     * Opens a cache, and makes its folder where it is missing.
     *
     * @param mostBytes that it keeps, or a little more for a while
     * @throws CheckpointException when the folder cannot be used
     */
    public CheckpointCache(Path folder, long mostBytes) {
        this(folder, mostBytes, InstantSource.system());
    }

    CheckpointCache(Path folder, long mostBytes, InstantSource clock) {
        this.place = folder.toAbsolutePath().normalize();
        this.mostBytes = mostBytes;
        this.clock = clock;
        try {
            this.folder = new CacheFolder(place);
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /**
     * Something that can be fetched into a folder.
     *
     * @param bytes its size, roughly
     * @param content writes its files
     */
    record Incoming(long bytes, CacheFolder.Content content) {}

    /**
     * Hands the folder of an entry to a reader, and keeps it for as long as that reads.
     *
     * @param name of the entry
     * @param sound whether an entry that lies here already is what it should be; asked once in the life of a process, and
     *     when it could not be read: one that is damaged meanwhile is fetched again, once
     * @param incoming looks for it elsewhere, if it does not lie here
     * @throws CheckpointException when it is not to be had, or the disk refuses
     */
    <T> T read(String name, Predicate<Path> sound, Supplier<Incoming> incoming, Function<Path, T> reader) {
        Object lock = enter(name);
        try {
            boolean fetched;
            synchronized (lock) {
                fetched = ready(name, sound, incoming);
            }
            try {
                return reader.apply(folder.path(name));
            } catch (CheckpointException e) {
                synchronized (lock) {
                    if (fetched || !refreshed(name, sound, incoming)) {
                        throw e;
                    }
                }
                return reader.apply(folder.path(name));
            }
        } catch (IOException e) {
            throw refused(e);
        } finally {
            leave(name);
        }
    }

    /** Whether it had to be fetched. */
    private boolean ready(String name, Predicate<Path> sound, Supplier<Incoming> incoming) throws IOException {
        if (here(name) && isSound(name, sound)) {
            return false;
        }
        fetch(name, incoming.get());
        return true;
    }

    /** Whether what could not be read lies here damaged, or no more, and was fetched again. */
    private boolean refreshed(String name, Predicate<Path> sound, Supplier<Incoming> incoming) throws IOException {
        forget(name);
        return ready(name, sound, incoming);
    }

    private synchronized Object enter(String name) {
        users.merge(name, 1, Integer::sum);
        return locks.computeIfAbsent(name, _ -> new Object());
    }

    private synchronized void leave(String name) {
        if (users.merge(name, -1, Integer::sum) == 0) {
            users.remove(name);
            locks.remove(name);
        }
    }

    /** Nothing is evicted between this look and the end of the reading, as it is in use. */
    private synchronized boolean here(String name) throws IOException {
        return folder.use(name, clock.instant());
    }

    private boolean isSound(String name, Predicate<Path> sound) throws IOException {
        if (isChecked(name)) {
            return true;
        }
        boolean isSound = sound.test(folder.path(name));
        if (isSound) {
            check(name);
        } else {
            LOG.log(System.Logger.Level.WARNING, "{0} is damaged, and fetched again", folder.path(name));
            folder.remove(name);
        }
        return isSound;
    }

    private synchronized boolean isChecked(String name) {
        return checked.contains(name);
    }

    private synchronized void check(String name) {
        checked.add(name);
    }

    private synchronized void forget(String name) {
        checked.remove(name);
    }

    private void fetch(String name, Incoming incoming) throws IOException {
        makeRoom(incoming.bytes());
        folder.add(name, incoming.content(), clock.instant());
        check(name);
    }

    private synchronized void makeRoom(long incoming) throws IOException {
        Instant recent = clock.instant().minus(GRACE);
        long all = incoming
                + folder.entries().stream().mapToLong(CacheFolder.Entry::bytes).sum();
        for (CacheFolder.Entry entry : folder.entries()) {
            if ((all > mostBytes || DiskRoom.free(place) < incoming)
                    && !users.containsKey(entry.name())
                    && entry.used().isBefore(recent)) {
                folder.remove(entry.name());
                checked.remove(entry.name());
                all -= entry.bytes();
            }
        }
    }

    private CheckpointException refused(IOException cause) {
        return new CheckpointException(
                "the cache of checkpoints in " + place + " cannot be used: " + AtomicFile.words(cause)
                        + ". Name a folder on a disk with room that this user may write (" + SETTING + ")",
                cause);
    }

    @Override
    public void close() {
        try {
            folder.close();
        } catch (IOException e) {
            throw refused(e);
        }
    }
}
