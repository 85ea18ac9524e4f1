package io.tailkeeper.trainer.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.trainer.TrainingCancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A real model judges; one text at a time, token by token, gives the same perplexities. */
class PoolPerplexitiesTest extends BesideATinyModel {

    private final List<SampleCollected> pool = new ArrayList<>();

    private void add(String prompt, String text) {
        pool.add(new SampleCollected("run:1:" + pool.size(), "run", 1, prompt, text, Provenance.HUMAN));
    }

    private double[] perplexities(boolean cancelled) {
        return new PoolPerplexities(model, rows, () -> cancelled)
                .of(LongStream.range(0, pool.size()).boxed().toList(), position -> pool.get((int) position));
    }

    private double naive(SampleCollected sample) {
        int[] before = tokenizer.encode(sample.prompt());
        int[] tokens = tokenizer.encode(sample.text());
        double sum = 0;
        for (int i = 0; i < tokens.length; i++) {
            long[] read = new long[before.length + i];
            for (int t = 0; t < read.length; t++) {
                read[t] = t < before.length ? before[t] : tokens[t - before.length];
            }
            try (NDManager scope = model.manager().newSubManager();
                    NDArray logits = model.logits(scope.create(read, new Shape(1, read.length)), read.length - 1)) {
                double all = 0;
                for (float logit : logits.toFloatArray()) {
                    all += Math.exp(logit);
                }
                sum += Math.log(all) - logits.toFloatArray()[tokens[i]];
            }
        }
        return Math.exp(sum / tokens.length);
    }

    @Test
    void perplexityOfEachTextIsThatOfPlainForwardPasses() {
        for (int i = 0; i < 35; i++) { // more than a batch, of different lengths
            add("a heron ", "x".repeat(i % 7 + 1) + " is " + i);
        }
        double[] perplexities = perplexities(false);
        for (int i = 0; i < pool.size(); i++) {
            assertThat(perplexities[i]).as(pool.get(i).text()).isCloseTo(naive(pool.get(i)), within(0.05));
        }
        assertThat(perplexities[0]).isNotCloseTo(perplexities[5], within(1.0));
    }

    @Test
    void stopsWhenNobodyWantsThemAnyMore() {
        add("a heron ", "stands");
        assertThatThrownBy(() -> perplexities(true)).isInstanceOf(TrainingCancelledException.class);
    }
}
