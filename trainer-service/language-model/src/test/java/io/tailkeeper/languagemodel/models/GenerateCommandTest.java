package io.tailkeeper.languagemodel.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int execute(String... arguments) {
        return GenerateCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private void refused(String message, String... arguments) {
        err.getBuffer().setLength(0);
        assertThat(execute(arguments)).as(message).isEqualTo(2);
        assertThat(err.toString()).startsWith("tailkeeper: ").contains(message).doesNotContain("\tat ");
    }

    @Test
    void writesOnFromThePrompt() {
        Path model = folder.resolve("model.safetensors");
        try (LanguageModel made = Models.initialise(new ModelConfig(1, 2, 16, 32, 300), 3)) {
            made.save(model);
        }
        String[] arguments = {"--model", model.toString(), "--prompt", "abc", "--tokens", "8", "--device", "cpu"};
        assertThat(execute(arguments)).isZero();
        String drawn = out.toString();
        assertThat(drawn).startsWith("abc");
        out.getBuffer().setLength(0);
        assertThat(execute(arguments)).isZero();
        assertThat(out.toString()).as("the same seed").isEqualTo(drawn);
        out.getBuffer().setLength(0);
        assertThat(execute("--model", model.toString(), "--prompt", "abc", "--tokens", "8", "--greedy"))
                .isZero();
        String greedy = out.toString();
        assertThat(greedy).startsWith("abc").isNotEqualTo(drawn);
        out.getBuffer().setLength(0);
        assertThat(execute("--model", model.toString(), "--prompt", "abc", "--tokens", "8", "--beams", "1"))
                .isZero();
        assertThat(out.toString()).isEqualTo(greedy);
        out.getBuffer().setLength(0);
        String[] search = {"--prompt", "abc", "--tokens", "8", "--beams", "4", "--repetition-penalty", "3"};
        assertThat(execute(Stream.concat(Stream.of("--model", model.toString()), Stream.of(search))
                        .toArray(String[]::new)))
                .isZero();
        assertThat(out.toString()).startsWith("abc").isNotEqualTo(greedy);
        refused("leaves no room to write", "--model", model.toString(), "--prompt", "xyzzy ".repeat(20));
    }

    @Test
    void whatCannotBeWrittenIsRefused() {
        String model = folder.toString();
        refused("Missing required option: '--model=PATH'");
        refused("--model /missing does not exist", "--model", "/missing");
        refused("holds no model", "--model", model);
        refused("--tokens 0 is out of range; at least 1", "--model", model, "--tokens", "0");
        refused("--temperature 0.0 is out of range", "--model", model, "--temperature", "0");
        refused("--top-k 0 is out of range", "--model", model, "--top-k", "0");
        refused("--beams 65 is out of range; 1 to 64", "--model", model, "--beams", "65");
        refused("--beams and --greedy are two ways to write", "--model", model, "--beams", "2", "--greedy");
        refused("--repetition-penalty 0.0 is out of range", "--model", model, "--repetition-penalty", "0");
        refused("--device: device \"gpu\" is unknown", "--model", model, "--device", "gpu");
        refused("--seed: \"x\" is not a whole number", "--model", model, "--seed", "x");
    }

    @Test
    void helpFitsIntoEightyColumns() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: tailkeeper generate");
        assertThat(out.toString().lines()).isNotEmpty().allMatch(line -> line.length() <= 80);
    }
}
