package io.tailkeeper.generator;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.Evaluation;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SelectionSummary;
import io.tailkeeper.contracts.TokensTrained;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.DataPolicy;
import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.DecodingSpecification;
import io.tailkeeper.contracts.specification.EditSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.testing.Specifications;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Runs, trained generations and corpora that the tests share. */
public final class Fixtures {

    public static final CheckpointReference CHECKPOINT =
            new CheckpointReference(URI.create("file:///checkpoints/0.safetensors"), "ab".repeat(32), 0);
    /** Two generations of 40 human and 70 synthetic documents. */
    static final DataSpecification DATA = new DataSpecification(300, 20, 2, 3.5, 70, 8, 16);

    /** Two generations of 40 human documents; 300 and 340 are written anew. */
    static final DataSpecification REWRITTEN =
            new DataSpecification(300, 20, 2, 3.5, 70, 8, 16, DataPolicy.REWRITE_AND_GROW);

    /** Two generations that add 40 human and 70 synthetic documents each to 300. */
    static final DataSpecification KEPT = new DataSpecification(300, 20, 2, 3.5, 70, 8, 16, DataPolicy.ACCUMULATE);

    private Fixtures() {}

    static GenerationTrained trained(
            RunRequested run, int generation, CheckpointReference checkpoint, List<CheckpointReference> earlier) {
        GenerationTrained plain = trained(run, generation, checkpoint);
        return new GenerationTrained(
                run,
                generation,
                checkpoint,
                false,
                plain.tokensTrained(),
                plain.steps(),
                plain.trainingLoss(),
                plain.maskedShare(),
                plain.selection(),
                plain.test(),
                null,
                Map.of(),
                1,
                earlier,
                null,
                null);
    }

    public static RunRequested run(String runId, String baseRunId, RunSpecification specification) {
        RunRequested run = Specifications.run(runId, baseRunId);
        return new RunRequested(runId, run.experimentId(), run.arm(), baseRunId, run.requestedAt(), specification);
    }

    static RunRequested run(String runId) {
        return run(runId, null, specification(DATA));
    }

    public static RunSpecification specification(CorpusSpecification corpus) {
        RunSpecification tiny = Specifications.specification();
        return specification(corpus, tiny.data(), tiny.decoding());
    }

    static RunSpecification specification(DataSpecification data) {
        RunSpecification tiny = Specifications.specification();
        return specification(tiny.corpus(), data, tiny.decoding());
    }

    /** Three generations of the numbers of {@link #DATA}, several models writing. */
    static RunSpecification together(DataPolicy policy, int writers) {
        DataSpecification data =
                new DataSpecification(300, 20, 2, 3.5, 70, 8, 16, policy, writers, null, null, null, null);
        return Specifications.with(specification(data), "generations", 3);
    }

    /** The numbers of {@link #DATA}; the human text of later generations is edited. */
    static RunSpecification edited(DataPolicy policy) {
        EditSpecification edit = new EditSpecification(0.9, 2.0, 4);
        return specification(new DataSpecification(300, 20, 2, 3.5, 70, 8, 16, policy, null, edit, null, null, null));
    }

    static RunSpecification specification(
            CorpusSpecification corpus, DataSpecification data, DecodingSpecification decoding) {
        RunSpecification tiny = Specifications.specification();
        return new RunSpecification(
                corpus,
                tiny.generations(),
                data,
                tiny.text(),
                tiny.restart(),
                tiny.model(),
                decoding,
                tiny.selection(),
                tiny.loss(),
                tiny.baseTraining(),
                tiny.training(),
                tiny.seed());
    }

    public static GenerationTrained trained(RunRequested run, int generation, CheckpointReference checkpoint) {
        return new GenerationTrained(
                run,
                generation,
                checkpoint,
                false,
                new TokensTrained(1, 0),
                1,
                1,
                0,
                new SelectionSummary(1, 0, 1, 1, 0, 1, 1),
                new Evaluation(1, 1, 2, 0.5, 0),
                null,
                Map.of(),
                1);
    }

    /** Documents of sentences that all differ. */
    static CorpusSource corpus(int documents) {
        return (request, into) ->
                IntStream.range(0, documents).mapToObj(Fixtures::document).forEach(into);
    }

    static String document(int number) {
        StringBuilder text = new StringBuilder();
        for (int sentence = 0; sentence < 12; sentence++) {
            text.append("Document ")
                    .append(number)
                    .append(" says ")
                    .append(sentence)
                    .append(". ");
        }
        return text.toString().strip();
    }

    static Corpora corpora(int documents) {
        return new Corpora(corpus(documents), corpus(documents), size -> new ByteVocabulary());
    }
}
