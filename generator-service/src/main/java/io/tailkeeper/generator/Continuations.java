package io.tailkeeper.generator;

import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.specification.RunSpecification;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The text a model writes after each prompt of a task.
 *
 * <p>A sample needs text that can be seen. Where a model writes none, the whole batch is decoded again with the next
 * seed for the rows concerned, {@value #ATTEMPTS} times in all; what is still blank then becomes {@value #NOTHING}.
 */
final class Continuations {

    static final int ATTEMPTS = 4;
    /** Stands for a continuation without a visible character: no human text, and always the same. */
    static final String NOTHING = ".";

    private static final System.Logger LOG = System.getLogger(Continuations.class.getName());

    private final Writer writer;

    Continuations(Writer writer) {
        this.writer = writer;
    }

    /**
     * What was written after one prompt.
     *
     * @param text not blank
     * @param tokens (N), of what the model wrote
     * @param probabilities (N), null where nobody asked
     */
    @SuppressWarnings("ArrayRecordComponent") // many numbers, compared by nobody
    record Continuation(String text, int[] tokens, double @Nullable [] probabilities) {}

    /** The tasks that a trained generation makes possible: its own model writes, or another that the run names. */
    List<SamplingTask> tasks(GenerationTrained trained) {
        RunSpecification run = trained.run().specification();
        String foreign = run.foreignWriter();
        return foreign == null
                ? SamplingPlan.trained(trained)
                : SamplingPlan.trained(trained, writer.foreign(run, foreign, trained.generation()));
    }

    /**
     * Writes.
     *
     * @param prompts (B, P)
     * @param names (B), what the random numbers of each row derive from
     * @param probabilities whether to say how probable each token was
     * @return (B)
     */
    Continuation[] write(
            SamplingTask task, Vocabulary vocabulary, int[][] prompts, String[] names, boolean probabilities) {
        RunSpecification run = task.run().specification();
        Continuation[] texts = new Continuation[names.length];
        Writer.Written written = null;
        int attempts = run.decoding().drawsTokens() ? ATTEMPTS : 1;
        for (int attempt = 1; attempt <= attempts && blank(texts).length > 0; attempt++) {
            written = writer.write(
                    task.writer(),
                    prompts,
                    run.text().continuationTokens(),
                    run.decoding(),
                    seeds(run.seed(), names, attempt),
                    probabilities);
            for (int row : blank(texts)) {
                String text = BlockText.of(vocabulary.bytes(prompts[row]), vocabulary.bytes(written.tokens()[row]))
                        .continuation();
                texts[row] = text.isBlank() ? null : continuation(text, written, row);
            }
        }
        for (int row : blank(texts)) {
            LOG.log(
                    Level.WARNING,
                    "the model wrote only white space for {0} of run {1}; its text is now \"{2}\"",
                    names[row],
                    task.run().runId(),
                    NOTHING);
            texts[row] = continuation(NOTHING, Objects.requireNonNull(written, "an attempt"), row);
        }
        return texts;
    }

    private static int[] blank(@Nullable Continuation[] texts) {
        return IntStream.range(0, texts.length)
                .filter(row -> texts[row] == null)
                .toArray();
    }

    private static long[] seeds(long seed, String[] names, int attempt) {
        String purpose = attempt == 1 ? "decoding" : "decoding-" + attempt;
        return Arrays.stream(names)
                .mapToLong(name -> Seeds.of(seed, name, purpose))
                .toArray();
    }

    private static Continuation continuation(String text, Writer.Written written, int row) {
        double[][] probabilities = written.probabilities();
        return new Continuation(text, written.tokens()[row], probabilities == null ? null : probabilities[row]);
    }
}
