package io.tailkeeper.generator;

import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.measures.TokenEdits;
import io.tailkeeper.contracts.specification.EditSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Human text of the corpus, as it is or edited: a model draws some of its tokens again (ToEdit, arXiv 2412.14689). Each edited sample says
 * so, with its numbers of tokens. A text of which nothing could be seen after that stays as it was.
 */
final class HumanTexts {

    private final Writer writer;

    HumanTexts(Writer writer) {
        this.writer = writer;
    }

    /** The documents of a task, in their order. */
    List<SampleCollected> of(SamplingTask task, Sampler.Blocks blocks) {
        return task.run().specification().data().edits(task.generation()) ? edited(task, blocks) : plain(task, blocks);
    }

    private static List<SampleCollected> plain(SamplingTask task, Sampler.Blocks blocks) {
        List<SampleCollected> samples = new ArrayList<>();
        for (int row = 0; row < task.count(); row++) {
            samples.add(Sampler.collected(task, row, blocks, blocks.text(row), Provenance.HUMAN));
        }
        return samples;
    }

    private List<SampleCollected> edited(SamplingTask task, Sampler.Blocks blocks) {
        RunSpecification run = task.run().specification();
        int[][] texts = new int[task.count()][];
        long[] seeds = new long[task.count()];
        for (int row = 0; row < texts.length; row++) {
            int[] prompt = blocks.promptTokens(row);
            int[] rest = blocks.continuationTokens(row);
            texts[row] =
                    IntStream.concat(IntStream.of(prompt), IntStream.of(rest)).toArray();
            seeds[row] = Seeds.of(run.seed(), task.generation() + ":human:" + blocks.numbers()[row], "editing");
        }
        EditSpecification edit = Objects.requireNonNull(run.data().edit(), "data.edit of a run that edits");
        Writer.Edited[] edited = writer.edit(task.writer(), texts, run.text().promptTokens(), edit, seeds);
        List<SampleCollected> samples = new ArrayList<>();
        for (int row = 0; row < texts.length; row++) {
            samples.add(sample(task, row, blocks, edited[row]));
        }
        return samples;
    }

    private static SampleCollected sample(SamplingTask task, int row, Sampler.Blocks blocks, Writer.Edited edited) {
        int[] before = blocks.continuationTokens(row);
        int changed = (int) IntStream.range(0, before.length)
                .filter(t -> before[t] != edited.tokens()[t])
                .count();
        BlockText text = blocks.text(row, edited.tokens());
        if (text.continuation().isBlank()) {
            changed = 0;
            text = blocks.text(row);
        }
        TokenEdits edits = new TokenEdits(before.length, edited.edited(), changed);
        return Sampler.collected(
                task, row, blocks, text, Provenance.edited(task.writer().generation(), edits));
    }
}
