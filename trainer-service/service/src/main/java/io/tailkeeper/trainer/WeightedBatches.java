package io.tailkeeper.trainer;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.contracts.specification.TrainingSpecification;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.selection.Selection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;

/**
 * The batches of one generation: the selected documents in a seeded order, shuffled anew for every pass, until the
 * optimizer's steps are filled. Texts are fetched batch by batch.
 */
public final class WeightedBatches implements Iterable<WeightedBatch> {

    private final RunRequested run;
    private final int generation;
    private final List<Selection.Document> documents;
    private final LongFunction<SampleCollected> texts;

    /** @param texts finds the sample at a candidate's position */
    public WeightedBatches(RunRequested run, int generation, Selection selection, LongFunction<SampleCollected> texts) {
        this.run = run;
        this.generation = generation;
        this.documents = selection.documents();
        this.texts = texts;
    }

    /** The number of batches: one for each optimizer step. */
    public int count() {
        return training().steps(run.specification().text(), documents.size());
    }

    /** The generation that is trained with them. */
    public GenerationKey generationKey() {
        return new GenerationKey(run.runId(), generation);
    }

    /** The digest over the bodies of all batches, as it is announced with them. */
    public String sha256() {
        Sha256 digest = new Sha256();
        for (WeightedBatch batch : this) {
            digest.add(ContractJson.write(batch));
        }
        return digest.hex();
    }

    @Override
    public Iterator<WeightedBatch> iterator() {
        return new Iterator<>() {
            private int sequence;
            private int pass;
            private int next;
            private int[] order = order(0);

            @Override
            public boolean hasNext() {
                return sequence < count();
            }

            @Override
            public WeightedBatch next() {
                List<WeightedSample> samples = new ArrayList<>(training().batchSize());
                while (samples.size() < training().batchSize()) {
                    if (next == order.length) {
                        order = order(++pass);
                        next = 0;
                    }
                    samples.add(weighted(documents.get(order[next++])));
                }
                return new WeightedBatch(run.runId(), generation, sequence++, count(), samples);
            }
        };
    }

    private WeightedSample weighted(Selection.Document document) {
        SampleCollected sample = texts.apply(document.candidate().position());
        boolean continuationOnly = training().lossOn() == TrainingSpecification.LossOn.CONTINUATION;
        return new WeightedSample(
                sample.sampleId(),
                sample.prompt(),
                sample.text(),
                document.weight(),
                continuationOnly ? sample.prompt().length() : 0,
                sample.provenance().source());
    }

    private int[] order(int pass) {
        Random random =
                new Random(Seeds.of(run.specification().seed(), "generation-" + generation, "order-of-pass-" + pass));
        int[] order = new int[documents.size()];
        for (int i = 0; i < order.length; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    private TrainingSpecification training() {
        return run.specification().training(generation);
    }
}
