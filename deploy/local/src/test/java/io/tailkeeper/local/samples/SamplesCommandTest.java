package io.tailkeeper.local.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.measures.TokenEdits;
import io.tailkeeper.local.finished.SamplesCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SamplesCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @BeforeEach
    void anExperimentOfTwoSeeds() throws IOException {
        Files.writeString(
                folder.resolve("experiment.json"),
                """
                {"runs": [
                 {"runId": "e-s1-protected", "arm": "protected", "specification": {"seed": 1}},
                 {"runId": "e-s2-protected", "arm": "protected", "specification": {"seed": 2}},
                 {"runId": "e-s1-base", "arm": "base", "specification": {"seed": 1}}]}""");
        write("e-s1-protected", 3, lines("e-s1-protected"));
        write("e-s2-protected", 3, List.of(pooled("e-s2-protected:3:64", "of seed two", 0)));
    }

    private static List<SampleLine> lines(String run) {
        List<SampleLine> lines = new ArrayList<>();
        lines.add(new SampleLine.Pooled(
                run + ":3:0",
                Provenance.Source.HUMAN,
                null,
                "a human prompt",
                "by a human",
                "encoder",
                0.01,
                1,
                1.0,
                null,
                null));
        lines.add(new SampleLine.Pooled(
                run + ":3:1",
                Provenance.Source.HUMAN,
                null,
                "a human prompt",
                "by a human, and then some",
                "encoder",
                0.02,
                1,
                1.0,
                new TokenEdits(32, 4, 1),
                0.875));
        lines.add(pooled(run + ":3:64", "kept text", 2));
        lines.add(pooled(run + ":3:65", "dropped text", 0));
        lines.add(new SampleLine.Pair(
                0, "Once upon", "a time there was 漢字漢字 ".repeat(5), "\u001b[31ma\u202E model ".repeat(9)));
        return lines;
    }

    private static SampleLine pooled(String id, String text, int learned) {
        return new SampleLine.Pooled(
                id,
                Provenance.Source.SYNTHETIC,
                2,
                "a prompt",
                text,
                "encoder",
                0.625,
                learned,
                learned == 0 ? null : 0.5,
                null,
                null);
    }

    private void write(String run, int generation, List<SampleLine> lines) throws IOException {
        Path file = SampleFiles.file(folder, new GenerationKey(run, generation));
        Files.createDirectories(file.getParent());
        StringBuilder content = new StringBuilder();
        lines.forEach(line ->
                content.append(new String(line.json(), StandardCharsets.UTF_8)).append('\n'));
        Files.writeString(file, content);
    }

    private int execute(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of(folder.toString()));
        all.addAll(Arrays.asList(arguments));
        CommandLine commandLine = CommandLines.of(new SamplesCommand(), Map.of());
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(all.toArray(String[]::new));
    }

    @Test
    void showsTheModelsTextWithItsScoreAndItsFate() {
        assertThat(execute("--arm", "protected", "--generation", "3")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "#64  model 2  q 0.625  kept: learned 2 times, weight 0.50",
                        "  prompt  a prompt",
                        "  text    kept text",
                        "",
                        "#65  model 2  q 0.625  dropped",
                        "  prompt  a prompt",
                        "  text    dropped text",
                        "");
    }

    @Test
    void filtersByFateWriterSeedAndNumber() {
        execute("--arm", "protected", "--generation", "3", "--dropped");
        assertThat(out.toString()).contains("dropped text").doesNotContain("kept text");
        execute("--arm", "protected", "--generation", "3", "--kept");
        assertThat(out.toString()).contains("kept text").doesNotContain("dropped text");
        execute("--arm", "protected", "--generation", "3", "--limit", "1");
        assertThat(out.toString()).contains("kept text").doesNotContain("dropped text");
        execute("--arm", "protected", "--generation", "3", "--human");
        assertThat(out.toString())
                .contains(
                        "#0  human  q 0.010",
                        "by a human",
                        "#1  human, 4 of 32 tokens drawn again, 1 changed  q 0.020, overlap 0.875  ")
                .doesNotContain("kept text");
        execute("--arm", "protected", "--generation", "3", "--seed", "2");
        assertThat(out.toString()).contains("of seed two").doesNotContain("kept text");
        execute("--arm", "protected", "--generation", "3", "--seed", "2", "--kept");
        assertThat(out.toString()).startsWith("none of the samples that are kept in ");
    }

    @Test
    void sideBySideStaysWithinEightyCellsAndObeysNoText() {
        assertThat(execute("--arm", "protected", "--generation", "3", "--side-by-side"))
                .isZero();

        List<String> lines = out.toString().lines().toList();
        assertThat(lines)
                .hasSizeGreaterThan(6)
                .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThan(80))
                .contains("prompt 0", "Once upon");
        assertThat(lines)
                .filteredOn(line -> line.contains(" │ "))
                .hasSizeGreaterThan(3)
                .allSatisfy(line -> assertThat(DisplayWidth.of(line.substring(0, line.indexOf('│'))))
                        .isEqualTo(39));
        assertThat(out.toString()).contains("model 3", "漢字").doesNotContain("\u001b", "\u202E", "kept text");
    }

    @Test
    void faultsSayWhatThereIs() throws IOException {
        refused("--arm protectd: " + folder + " has no such arm; did you mean \"protected\"?", "--arm", "protectd");
        refused("--seed 9: the arm protected has the seeds 1, 2", "--arm", "protected", "--seed", "9");
        refused("--kept and --dropped exclude each other", "--arm", "protected", "--kept", "--dropped");
        refused(
                "which is neither kept nor dropped; leave --kept out",
                "--arm",
                "protected",
                "--side-by-side",
                "--kept");
        refused("--limit 0 is out of range", "--arm", "protected", "--limit", "0");
        refused("no samples of run e-s1-base are in " + folder, "--arm", "base");
        assertThat(execute("--arm", "protected", "--generation", "7")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "--generation 7: no samples of it are in ",
                        "e-s1-protected; there are those of generation 3\n");
        for (int generation : new int[] {10, 2}) {
            Path file = SampleFiles.file(folder, new GenerationKey("e-s1-protected", generation));
            Files.writeString(Files.createDirectories(file.getParent()).resolve(file.getFileName()), "");
        }
        assertThat(execute("--arm", "protected", "--generation", "99")).isEqualTo(2);
        assertThat(err.toString()).contains("e-s1-protected; there are those of generations 2, 3, 10\n");
        assertThat(execute("--arm", "protected", "--generation", "-1")).isEqualTo(2);
        assertThat(err.toString()).contains("--generation -1 is out of range");
        Files.writeString(SampleFiles.file(folder, new GenerationKey("e-s1-protected", 3)), "no sample\n");
        refused("was changed: a line of it is no sample", "--arm", "protected");
        Files.delete(folder.resolve("experiment.json"));
        refused("holds no experiment (experiment.json is missing)", "--arm", "protected");
    }

    private void refused(String message, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--generation", "3"));
        all.addAll(Arrays.asList(arguments));
        assertThat(execute(all.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
    }
}
