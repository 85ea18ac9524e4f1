package io.tailkeeper.generator;

import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.specification.DecodingSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import java.lang.System.Logger.Level;
import java.util.Arrays;
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
     * Writes.
     *
     * @param prompts (B, P)
     * @param names (B), what the random numbers of each row derive from
     * @return (B) texts, none blank
     */
    String[] write(SamplingTask task, Vocabulary vocabulary, int[][] prompts, String[] names) {
        RunSpecification run = task.run().specification();
        String[] texts = new String[names.length];
        int attempts = run.decoding().strategy() == DecodingSpecification.Strategy.GREEDY ? 1 : ATTEMPTS;
        for (int attempt = 1; attempt <= attempts && blank(texts).length > 0; attempt++) {
            int[][] written = writer.write(
                    task.writer(),
                    prompts,
                    run.text().continuationTokens(),
                    run.decoding(),
                    seeds(run.seed(), names, attempt));
            for (int row : blank(texts)) {
                texts[row] = visible(BlockText.of(vocabulary.bytes(prompts[row]), vocabulary.bytes(written[row])));
            }
        }
        for (int row : blank(texts)) {
            LOG.log(
                    Level.WARNING,
                    "the model wrote only white space for {0} of run {1}; its text is now \"{2}\"",
                    names[row],
                    task.run().runId(),
                    NOTHING);
            texts[row] = NOTHING;
        }
        return texts;
    }

    private static int[] blank(String[] texts) {
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

    /** The continuation, null when nothing of it can be seen. */
    private static @Nullable String visible(BlockText block) {
        return block.continuation().isBlank() ? null : block.continuation();
    }
}
