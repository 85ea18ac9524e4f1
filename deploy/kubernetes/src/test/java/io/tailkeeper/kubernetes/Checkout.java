package io.tailkeeper.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files of the checkout that the manifests must agree with. */
public final class Checkout {

    /** The services, as their pods, images and consumer groups are named. */
    public static final List<String> SERVICES = List.of("generator", "detector", "trainer", "metrics");

    /** This module, also for tests of its neighbours. */
    public static final Path HERE = Path.of("../kubernetes").toAbsolutePath().normalize();

    private static final Map<String, String> TEXTS = new ConcurrentHashMap<>();
    private static final Path ROOT = HERE.resolve("../..").normalize();

    private Checkout() {}

    /** A file, by its path from the root. */
    public static Path file(String path) {
        return ROOT.resolve(path);
    }

    /** The text of a file, by its path from the root; read once. */
    public static String text(String path) {
        return TEXTS.computeIfAbsent(path, any -> read(file(path)));
    }

    /** The text of a file. */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All Java sources below a folder's {@code src/main}, one after the other. */
    public static String sources(String folder) {
        try (Stream<Path> files = Files.walk(file(folder))) {
            return files.filter(file -> file.toString().contains("/src/main/")
                            && file.toString().endsWith(".java"))
                    .sorted()
                    .map(Checkout::read)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of a service's module. */
    public static String module(String service) {
        return switch (service) {
            case "detector", "trainer" -> service + "-service/service";
            default -> service + "-service";
        };
    }

    /** The {@code application.properties} of a service. */
    public static String properties(String service) {
        return text(module(service) + "/src/main/resources/application.properties");
    }
}
