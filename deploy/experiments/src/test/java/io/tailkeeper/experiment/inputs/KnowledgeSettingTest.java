package io.tailkeeper.experiment.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.KnowledgeSpecification;
import io.tailkeeper.experiment.Experiment;
import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.experiment.ExperimentReader;
import io.tailkeeper.experiment.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeSettingTest {

    private static final String ITEM =
            "{\"context\": \"A dog\", \"sentence_true\": \"barks.\", \"sentence_false\": \"meows.\"}\n";

    @TempDir
    Path folder;

    private static Experiment quickstart(String... settings) {
        return ExperimentReader.preset(
                "quickstart", Arrays.stream(settings).map(Setting::parse).toList());
    }

    private static List<String> survey(String... settings) {
        List<RunRequested> requests = quickstart(settings).requests("e", Instant.EPOCH);
        return KnowledgeSetting.survey(requests);
    }

    @Test
    void everyRunOfAnExperimentIsAskedTheSame() {
        Experiment experiment = quickstart("knowledge.items=70");

        assertThat(experiment.requests("e", Instant.EPOCH)).hasSize(5).allSatisfy(run -> assertThat(
                        run.specification().knowledge())
                .isEqualTo(new KnowledgeSpecification(70, null)));
        assertThat(quickstart("knowledge=null").base().knowledge()).isNull();
        assertThatThrownBy(() -> quickstart("arms.baseline.knowledge.items=70"))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining("knowledge differs from the other arms");
        assertThatThrownBy(() -> quickstart("knowledge.items=0"))
                .hasMessageContaining("knowledge.items: 0 is out of range; allowed is 1 to 10000");
    }

    @Test
    void aFileIsNamedFromTheRootOnAndRead() throws IOException {
        Path file = Files.writeString(folder.resolve("items, all.jsonl"), ITEM.repeat(3));
        Path relative = Path.of("").toAbsolutePath().relativize(file);

        assertThat(quickstart("knowledge.file=" + relative).base().knowledge().file())
                .isEqualTo(file.toString());
        assertThat(survey("knowledge.items=2", "knowledge.file=" + file))
                .containsExactly("knowledge: 2 of 3 items of " + file);

        Files.writeString(file, ITEM + "{\"context\": \"A dog\"}");
        assertThatThrownBy(() -> survey("knowledge.file=" + file))
                .isInstanceOf(ExperimentException.class)
                .hasMessageStartingWith("knowledge.file " + file + ", line 2 has no sentence_true;");
        assertThatThrownBy(() -> survey("knowledge.file=" + folder))
                .hasMessage("knowledge.file " + folder + " is a folder; name one file of items, .json or .jsonl");
    }

    @Test
    void aPersonIsToldWhatIsAskedAndWhyNothingIs() {
        assertThat(survey("knowledge.items=1200")).containsExactly("knowledge: 1,200 items of WordNet's taxonomy");
        assertThat(survey("knowledge=null")).isEmpty();
        assertThat(survey("corpus.source=/texts"))
                .containsExactly(
                        "knowledge: nothing is asked, for items are made of the corpus wordnet alone; name a file"
                                + " of items with --set knowledge.file=FILE");
    }
}
