package io.tailkeeper.metrics.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.files.AllowedRoots;
import io.tailkeeper.experiment.ExperimentException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentOrderTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir
    Path folder;

    private static ExperimentOrder closed() {
        return new ExperimentOrder(AllowedRoots.of(List.of()));
    }

    @Test
    void aPresetWithItsChangesAsksForTheRunsThatTheCommandLineWould() {
        List<RunRequested> runs = closed().runs(
                        "extends: smoke\nname: mine\nseeds: [1, 2]\nspecification: {generations: 3}\narms: {protected: ~}\n",
                        NOW);

        String id = runs.getFirst().experimentId();
        assertThat(id).matches("mine-\\d{4}-\\d{4}-[a-z0-9]{3}");
        assertThat(runs)
                .extracting(RunRequested::runId)
                .containsExactly(id + "-s1-base", id + "-s1-baseline", id + "-s2-base", id + "-s2-baseline");
        assertThat(runs).extracting(run -> run.specification().seed()).containsExactly(1L, 1L, 2L, 2L);
        assertThat(runs).extracting(run -> run.specification().generations()).containsExactly(0, 3, 0, 3);
        assertThat(runs).isNotEmpty().allSatisfy(run -> assertThat(run.requestedAt())
                .isEqualTo(NOW));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            specification: {generations: -1}          | generations           | experiment: generations: -1 is out of range; allowed is 0 to 1000
            specification: {data: {document: 1}}      |                       | experiment: unknown key "document" in data; did you mean "documents"?
            arms: {protected: {loss: {name: tcee}}}   | loss.name             | experiment: arm protected: loss.name: "tcee" is unknown; did you mean "tce"?
            seeds: [1, x]                             | seeds                 | experiment: seeds: "x" is not a whole number; write seeds as 42,43,44
            name: My run                              | name                  | experiment: name: "My run" is not allowed; use 1 to 30 lower-case letters, digits and dashes
            arms: {protected: ~, baseline: ~}         | arms                  | experiment: arms is empty; name at least one arm
            specification: {model: small}             | model                 | experiment: model: "small" names a model, and only ./tailkeeper run knows names; give the sizes one by one
            specification: {corpus: {source: texts}}  | corpus.source         | experiment: corpus.source: "texts" is relative; give it from the root on, as the services see it
            """)
    void whatIsWrongIsSaidWithItsPlace(String change, String path, String message) {
        String file = "extends: smoke\n" + (change.startsWith("name") ? "" : "name: mine\n") + change;

        assertThatThrownBy(() -> closed().runs(file, NOW))
                .isInstanceOfSatisfying(ExperimentException.class, e -> {
                    if (path != null) {
                        assertThat(e.path()).isEqualTo(path);
                    }
                })
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "corpus.source, 'corpus: {source: FILE}'",
        "corpus.validation-source, 'corpus: {validation-source: FILE}'",
        "corpus.test-source, 'corpus: {test-source: FILE}'",
        "model.pretrained, 'model: {pretrained: FILE}'",
        "knowledge.file, 'knowledge: {file: FILE}'",
        "foreign-writer, 'foreign-writer: FILE'"
    })
    void onlyWhatIsAllowedMayBeRead(String setting, String written) {
        String file = "extends: smoke\nname: mine\nspecification: {" + written.replace("FILE", folder + "/texts") + "}";
        ExperimentOrder open = new ExperimentOrder(AllowedRoots.of(List.of(folder)));

        assertThat(open.runs(file, NOW)).hasSize(3);
        assertThatThrownBy(() -> closed().runs(file, NOW))
                .isInstanceOfSatisfying(
                        ExperimentException.class, e -> assertThat(e.path()).isEqualTo(setting))
                .hasMessageStartingWith("experiment: " + setting + ": " + folder + "/texts lies outside")
                .hasMessageContaining("(tailkeeper.metrics.allowed-roots: none); add its folder there");
    }
}
