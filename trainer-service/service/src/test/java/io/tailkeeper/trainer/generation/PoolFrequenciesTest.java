package io.tailkeeper.trainer.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.measures.PoolDivergence;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import io.tailkeeper.selection.Candidate;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TrainingCancelledException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PoolFrequenciesTest {

    private static final List<String> HELD_OUT = List.of(" a grey heron stands", " in the reeds", " a heron");

    private final Tokenizer tokenizer = Gpt2RanksTokenizer.of(512);
    private final List<SampleCollected> pool = new ArrayList<>();

    private void add(Provenance writer, String text) {
        pool.add(new SampleCollected("run:1:" + pool.size(), "run", 1, "not counted", text, writer));
    }

    private GenerationTask task() {
        List<Candidate> candidates = LongStream.range(0, pool.size())
                .mapToObj(position -> new Candidate(
                        pool.get((int) position).sampleId(),
                        0.5,
                        pool.get((int) position).provenance().source(),
                        position))
                .toList();
        return new GenerationTask(
                Specifications.run("run", null),
                1,
                null,
                new GenerationTask.Pool(candidates, 0, 1, position -> pool.get((int) position)),
                new GenerationTask.HeldOutParts(
                        List.of(),
                        List.of(0L, 1L, 2L),
                        position -> new CalibrationSample(
                                "run",
                                0,
                                CalibrationSample.Part.TEST,
                                (int) position,
                                3,
                                "not counted",
                                HELD_OUT.get((int) position),
                                false),
                        List::of));
    }

    private Map<Integer, Double> shares(List<String> texts) {
        List<Integer> tokens = new ArrayList<>();
        for (String text : texts) {
            for (int token : tokenizer.encode(text)) {
                tokens.add(token);
            }
        }
        Map<Integer, Double> shares = new HashMap<>();
        tokens.forEach(token -> shares.merge(token, 1.0 / tokens.size(), Double::sum));
        return shares;
    }

    @Test
    void allMachineWrittenTextIsComparedAndNoOther() {
        add(Provenance.HUMAN, " a human wrote this");
        add(Provenance.synthetic(0), " a heron in the the reeds");
        add(Provenance.synthetic(0), " a robot");

        PoolDivergence divergence = new PoolFrequencies(tokenizer, () -> false).of(task());

        Map<Integer, Double> machine = shares(List.of(" a heron in the the reeds", " a robot"));
        Map<Integer, Double> human = shares(HELD_OUT);
        double expected = machine.entrySet().stream()
                .mapToDouble(
                        each -> each.getValue() * Math.log(each.getValue() / human.getOrDefault(each.getKey(), 1e-10)))
                .sum();
        assertThat(divergence).isNotNull();
        assertThat(divergence.klToHuman()).isCloseTo(expected, within(1e-9)).isGreaterThan(1);
        assertThat(divergence.machineTokens())
                .isEqualTo(tokenizer.encode(" a heron in the the reeds").length + tokenizer.encode(" a robot").length);
        assertThat(divergence.smoothedKlFromHuman()).isPositive();
    }

    @Test
    void aPoolWithoutMachineWrittenTextHasNone() {
        add(Provenance.HUMAN, " a human wrote this");
        assertThat(new PoolFrequencies(tokenizer, () -> false).of(task())).isNull();
    }

    @Test
    void stopsWhenTheRunIsCancelled() {
        add(Provenance.synthetic(0), " a robot");
        PoolFrequencies frequencies = new PoolFrequencies(tokenizer, () -> true);
        assertThatThrownBy(() -> frequencies.of(task())).isInstanceOf(TrainingCancelledException.class);
    }
}
