package io.tailkeeper.contracts.testing;

import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The valid golden samples of every topic, for modules that have the contracts' tests on their class path. */
public final class GoldenRecords {

    /**
     * One sample.
     *
     * @param name of its file, without the ending
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Golden(Topic<?> topic, String name, byte[] body) {}

    private GoldenRecords() {}

    /** All of them, in the order of {@link Topics#ALL} and of their names. */
    public static List<Golden> valid() {
        URL folder = GoldenRecords.class.getResource("/golden");
        if (folder == null) {
            throw new IllegalStateException(
                    "the golden samples are not on the class path; they are in the contracts'" + " test-jar");
        }
        try {
            URI place = folder.toURI();
            if (!place.getScheme().equals("jar")) {
                return below(Path.of(place));
            }
            try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
                return below(jar.getPath("/golden"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(folder + " is no place to read samples from", e);
        }
    }

    private static List<Golden> below(Path folder) throws IOException {
        List<Golden> samples = new ArrayList<>();
        for (Topic<?> topic : Topics.ALL) {
            String event = topic.schema().replace("schemas/", "").replace(".v1.json", "");
            try (Stream<Path> files =
                    Files.list(folder.resolve(event).resolve("valid")).sorted()) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString().replaceFirst("\\.json$", "");
                    samples.add(new Golden(topic, name, Files.readAllBytes(file)));
                }
            }
        }
        return List.copyOf(samples);
    }
}
