package io.tailkeeper.experiment.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.experiment.Experiment;
import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.experiment.ExperimentReader;
import io.tailkeeper.experiment.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectorChoiceTest {

    @TempDir
    private Path folder;

    private static List<String> settings(String[] given, String... settings) {
        Experiment experiment = ExperimentReader.preset(
                "smoke", Arrays.stream(settings).map(Setting::parse).toList());
        return DetectorChoice.settings(DetectorChoice.needed(
                Arrays.stream(given).map(DetectorChoice::parse).toList(), experiment));
    }

    private static void refused(String because, String given) {
        assertThatThrownBy(() -> DetectorChoice.parse(given))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining("--detector " + given + ": ")
                .hasMessageContaining(because);
    }

    @Test
    void thoseThatAreGivenRunAndThoseThatRunsSelectWith() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("mine"));
        Files.createFile(mine.resolve("detector.json"));
        assertThat(settings(new String[0])).containsExactly("encoder");
        assertThat(settings(new String[0], "selection.detector-id=ngrams")).containsExactly("ngrams");
        assertThat(settings(new String[] {"entropy-rate", "mine=" + mine}))
                .containsExactly("entropy-rate", "mine=" + mine, "encoder");
        assertThat(settings(new String[] {"far=elsewhere"}, "selection.detector-id=far"))
                .as("nothing to start")
                .isEmpty();
    }

    @Test
    void whatNobodyCanStartIsRefused() {
        refused(
                "no detector \"perplexity\" is known; give encoder, ngrams, entropy-rate, likelihood, or ID=DIR",
                "perplexity");
        refused("\"linear\" is known, and the one that was called so is ngrams now; give encoder, ngrams", "linear");
        assertThatThrownBy(() -> settings(new String[0], "selection.detector-id=linear"))
                .hasMessageContaining("the one that was called so is ngrams now");
        refused("the id \"My\" is not allowed", "My=x");
        refused("holds no detector (detector.json is missing)", "mine=" + folder);
        assertThatThrownBy(() -> settings(new String[] {"ngrams", "ngrams"}))
                .hasMessageContaining("--detector ngrams is given twice");
        assertThatThrownBy(() -> settings(new String[0], "selection.detector-id=oracle-9"))
                .hasMessageContaining("selection.detector-id: no detector \"oracle-9\" is known; give encoder, ngrams")
                .hasMessageContaining("ID=elsewhere for a program of your own that joins");
    }
}
