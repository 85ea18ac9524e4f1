package io.tailkeeper.contracts.topics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The golden samples: {@code golden/<event>/valid/<name>.json} and {@code golden/<event>/invalid/<fault>.json} or
 * {@code <fault>.<field>.json} where the fault has a field.
 */
final class GoldenSamples {

    /** One golden file. */
    record Golden(Topic<?> topic, Path file) {

        String name() {
            return file.getFileName().toString().replaceFirst("\\.json$", "");
        }

        byte[] body() {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** What is wrong with an invalid sample. */
        String fault() {
            return name().contains(".") ? name().substring(0, name().indexOf('.')) : name();
        }

        /** The field that is at fault; empty when the whole body is. */
        String field() {
            return name().contains(".") ? name().substring(name().indexOf('.') + 1) : "";
        }

        @Override
        public String toString() {
            return event(topic) + ": " + name();
        }
    }

    private static final Path ROOT = Path.of("src/test/resources/golden");

    private GoldenSamples() {}

    static List<Golden> valid() {
        return all("valid");
    }

    static List<Golden> invalid() {
        return all("invalid");
    }

    static Golden valid(Topic<?> topic, String name) {
        return new Golden(topic, ROOT.resolve(event(topic)).resolve("valid").resolve(name + ".json"));
    }

    static List<Golden> of(Topic<?> topic, String kind) {
        try (Stream<Path> files = Files.list(ROOT.resolve(event(topic)).resolve(kind))) {
            return files.sorted().<Golden>map(file -> new Golden(topic, file)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The event's name in files: {@code sample-collected}. */
    static String event(Topic<?> topic) {
        return topic.schema().replace("schemas/", "").replace(".v1.json", "");
    }

    private static List<Golden> all(String kind) {
        return Topics.ALL.stream().flatMap(topic -> of(topic, kind).stream()).toList();
    }
}
