package io.tailkeeper.local;

import io.tailkeeper.contracts.files.Sha256;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Digests by which a file or folder is known again without reading its content: names, sizes and times of change. */
final class FileDigests {

    private FileDigests() {}

    /** The digest of each path, hexadecimal SHA-256; {@code missing} of one that is not there. */
    static Map<String, String> of(Collection<Path> paths) {
        Map<String, String> digests = new LinkedHashMap<>();
        paths.forEach(path -> digests.put(path.toString(), of(path)));
        return digests;
    }

    private static String of(Path path) {
        if (!Files.exists(path)) {
            return "missing";
        }
        try (Stream<Path> walk = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
            List<String> lines =
                    walk.sorted().map(file -> line(path, file)).filter(line -> !line.isEmpty()).toList();
            return Sha256.of(String.join("\n", lines));
        } catch (IOException | java.io.UncheckedIOException e) {
            return "unreadable"; // links in a circle, say: then it is not compared
        }
    }

    private static String line(Path root, Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? root.relativize(file) + "\t" + attributes.size() + "\t"
                            + attributes.lastModifiedTime().toMillis()
                    : "";
        } catch (IOException e) {
            return root.relativize(file) + "\tunreadable";
        }
    }
}
