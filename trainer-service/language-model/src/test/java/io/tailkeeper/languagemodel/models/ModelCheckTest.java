package io.tailkeeper.languagemodel.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCheckTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void aModelThatIsRefusedIsToldInOneLineWithStatusTwo() throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (LanguageModel model = Models.initialise(new ModelConfig(1, 2, 16, 12, 300), 3)) {
            model.save(file);
        }
        assertThat(check(file.toString())).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();

        byte[] bytes = Files.readAllBytes(file);
        System.arraycopy(new byte[] {0, 0, (byte) 0xC0, 0x7F}, 0, bytes, bytes.length - 4, 4); // NaN
        Path diverged = Files.write(folder.resolve("diverged.safetensors"), bytes);

        assertThat(check(file.toString(), diverged.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("in " + diverged + " has the value NaN");
    }

    private int check(String... models) {
        return ModelCheck.run(models, new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
