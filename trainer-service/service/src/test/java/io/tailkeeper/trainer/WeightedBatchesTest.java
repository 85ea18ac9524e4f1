package io.tailkeeper.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.selection.Candidate;
import io.tailkeeper.selection.Selection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedBatchesTest {

    private static List<WeightedBatch> batches(String runId, int documents) {
        List<Selection.Document> selected = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            selected.add(new Selection.Document(new Candidate(runId + ":1:" + i, 0.5, Source.HUMAN, i), 1 + i));
        }
        List<WeightedBatch> batches = new ArrayList<>();
        new WeightedBatches(
                        Specifications.run(runId, "base"),
                        1,
                        new Selection(selected, 1, 0, null),
                        position -> new SampleCollected(
                                runId + ":1:" + position, runId, 1, "prompt ", "text " + position, Provenance.HUMAN))
                .forEach(batches::add);
        return batches;
    }

    private static List<String> texts(List<WeightedBatch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.samples().stream())
                .map(WeightedSample::text)
                .toList();
    }

    @Test
    void fillsEveryStepAndReadsEveryDocumentOnceAPass() {
        List<WeightedBatch> batches = batches("run", 24);

        assertThat(batches).hasSize(8).allMatch(batch -> batch.samples().size() == 8 && batch.batches() == 8);
        assertThat(batches.stream().map(WeightedBatch::sequence)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        List<String> texts = texts(batches);
        assertThat(texts.subList(0, 24)).doesNotHaveDuplicates();
        assertThat(texts.subList(24, 48)).doesNotHaveDuplicates().isNotEqualTo(texts.subList(0, 24));
        assertThat(texts.subList(48, 64)).doesNotHaveDuplicates();
    }

    @Test
    void theOrderIsTheSeedsAndNotTheRunsName() {
        assertThat(texts(batches("other", 24))).isEqualTo(texts(batches("run", 24)));
    }

    @Test
    void theLossBeginsBehindThePromptAndWeightsArePassedOn() {
        assertThat(batches("run", 3).getFirst().samples()).hasSize(8).allSatisfy(sample -> {
            assertThat(sample.lossFrom()).isEqualTo("prompt ".length());
            assertThat(sample.text()).isEqualTo("text " + (int) (sample.weight() - 1));
        });
    }
}
