package io.tailkeeper.languagemodel.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

    @TempDir
    private Path folder;

    @Test
    void unpacksPyTorchAndTheTokenizerLibraryAndLeavesNothingElse() throws IOException, InterruptedException {
        Path cache = folder.resolve("cache");
        Path temporary = Files.createDirectory(folder.resolve("temporary"));

        assertThat(run(cache, temporary)).isZero();

        assertThat(namesBelow(cache)).contains("libtorch_cpu.so", "libtokenizers.so");
        assertThat(namesBelow(temporary)).isEmpty();
    }

    private static int run(Path cache, Path temporary) throws IOException, InterruptedException {
        ProcessBuilder program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        NativeLibraries.class.getName())
                .inheritIO();
        program.environment().put("DJL_CACHE_DIR", cache.toString());
        program.environment().put("OPT_OUT_TRACKING", "true");
        return program.start().waitFor();
    }

    private static List<String> namesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("hsperfdata"))
                    .toList();
        }
    }
}
