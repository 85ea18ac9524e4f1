package io.tailkeeper.contracts.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/**
 * A file that is there whole or not at all: written to a temporary name beside it, forced to the disk, then renamed. What
 * stood there before stays until then, and a crash leaves no more behind than the temporary file, which the next write
 * takes over. One writer a file at a time.
 */
public final class AtomicFile {

    /** Writes a file's content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    /** A size that nobody knows. */
    public static final long UNKNOWN = -1;

    private AtomicFile() {}

    /**
     * Writes a file, and the folders it lies in where they are missing.
     *
     * @return the file
     * @throws IOException when the disk refuses; the message names the file, what it needs, the disk and the mend, and what
     *     stood there before is untouched
     */
    public static Path write(Path file, Content content) throws IOException {
        return write(file, UNKNOWN, content);
    }

    private static Path write(Path file, long needed, Content content) throws IOException {
        if (isDevice(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
            }
            return file;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw refused(file, needed, new FileSystemException(file.toString(), null, "it is a root folder"));
        }
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.createDirectories(folder);
            writeForced(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            delete(temporary, e);
            throw refused(file, needed, e);
        } catch (RuntimeException | Error e) {
            delete(temporary, e);
            throw e;
        }
        force(folder);
        return file;
    }

    /**
     * What to say of a file that the disk refuses: its name, what it needs, the disk and the mend.
     *
     * @param needed bytes of the file; {@link #UNKNOWN} where nobody knows
     * @param cause what the disk said
     */
    public static IOException refused(Path file, long needed, IOException cause) {
        Path existing = above(file.toAbsolutePath());
        while (!existing.equals(above(existing)) && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = above(existing);
        }
        if (!Files.isDirectory(existing)) {
            return new IOException(
                    file + " cannot be written, because " + existing + " is not a folder; choose another place", cause);
        }
        return new IOException(
                file + " cannot be written: " + reason(cause) + "; what stood there before is untouched. "
                        + (needed == UNKNOWN ? "" : String.format(Locale.ROOT, "It needs %,d bytes; ", needed))
                        + disk(existing) + "; check the free space and the rights of its folder",
                cause);
    }

    /** The folder of a path; a root folder is its own. */
    private static Path above(Path path) {
        Path folder = path.getParent();
        return folder == null ? path : folder;
    }

    /** What the disk said, with the file where it names one, and without the names of Java's classes. */
    public static String words(IOException cause) {
        return cause instanceof FileSystemException told && told.getFile() != null
                ? told.getFile() + ": " + reason(told)
                : reason(cause);
    }

    private static String reason(IOException cause) {
        return switch (cause) {
            case AccessDeniedException _ -> "this user may not go or write there";
            case DirectoryNotEmptyException _ -> "a folder that is not empty has its name";
            case FileAlreadyExistsException _ -> "something else has its name";
            case NoSuchFileException _ -> "there is no such file, and none can be made there";
            case FileSystemException told when told.getReason() != null -> told.getReason();
            default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
        };
    }

    /** Writes bytes; otherwise as {@link #write(Path, Content)}. */
    public static Path write(Path file, byte[] content) throws IOException {
        return write(file, content.length, channel -> {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }

    /** Writes a text in UTF-8; otherwise as {@link #write(Path, Content)}. */
    public static Path write(Path file, String text) throws IOException {
        return write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A terminal, a pipe: nothing of it is kept, and nothing can take its place. */
    private static boolean isDevice(Path file) throws IOException {
        return Files.exists(file)
                && Files.readAttributes(file, BasicFileAttributes.class).isOther();
    }

    private static void writeForced(Path temporary, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            content.writeTo(channel);
            channel.force(true);
        }
    }

    private static String disk(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            return String.format(Locale.ROOT, "its disk %s has %,d bytes free", store, store.getUsableSpace());
        } catch (IOException e) {
            return "its disk does not tell what is free";
        }
    }

    private static void delete(Path temporary, Throwable reason) {
        try {
            if (Files.isRegularFile(temporary, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(temporary);
            }
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    /** Puts the renaming itself on the disk; not every platform opens or forces a folder. */
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        } catch (IOException e) {
            System.getLogger(AtomicFile.class.getName())
                    .log(System.Logger.Level.DEBUG, "folder " + folder + " cannot be forced to the disk", e);
        }
    }
}
