package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Writes continuations with a model, with the keys and values of what was read kept. For any thread, as long as the model
 * is open and its weights stay as they were when this was made.
 *
 * <p>On a CPU very small models, and small ones with a single row, write in {@linkplain PlainDecoder plain Java}, a few rows
 * at a time on each thread; others in the tensor library, all rows at once.
 */
public final class TextGenerator {

    private static final int ROWS_AT_ONCE = 16; // in plain Java: what they remember stays near a core

    private final LanguageModel model;
    private final Way way;
    private final AtomicReference<PlainDecoder> plain = new AtomicReference<>();

    /** How rows are written. */
    enum Way {
        FASTEST,
        TENSORS,
        LOOPS,
        VECTORS
    }

    public TextGenerator(LanguageModel model) {
        this(model, Way.FASTEST);
    }

    TextGenerator(LanguageModel model, Way way) {
        this.model = model;
        this.way = way;
    }

    /** The weights in plain Java, copied when they are first needed. */
    private PlainDecoder plain() {
        PlainDecoder made = plain.get();
        if (made == null) {
            Loops loops =
                    switch (way) {
                        case LOOPS -> new PlainLoops();
                        case VECTORS -> VectorLoops.get();
                        default -> Loops.best();
                    };
            plain.compareAndSet(null, PlainDecoder.of(model, loops));
            made = plain.get();
        }
        return made;
    }

    private boolean inTensors(int rows) {
        return switch (way) {
            case FASTEST -> !PlainDecoder.suits(model.config(), model.manager().getDevice(), rows);
            case TENSORS -> true;
            case LOOPS, VECTORS -> false;
        };
    }

    /**
     * Continues prompts, each by the same number of tokens.
     *
     * @param prompts (B, P) tokens, all of one length
     * @param newTokens tokens to write after each prompt
     * @param seeds one a row; a row's choices depend on nothing else. In plain Java neither do its logits; in the tensor
     *     library they are equal for an equal batch on the same device and thread count
     * @return (B, newTokens) the written tokens
     * @throws IllegalArgumentException when prompts are missing, of different lengths, not of the vocabulary, or too long
     *     for the context
     */
    public int[][] write(int[][] prompts, int newTokens, DecodingStrategy strategy, long[] seeds) {
        return writeToTheEnd(prompts, newTokens, strategy, seeds, List.of());
    }

    /**
     * Continues prompts until their texts end. A row that has ended is no work any more.
     *
     * @param atMost tokens to write after each prompt; the rest as for {@link #write}
     * @param ends the tokens that end a text
     * @return B rows of at most {@code atMost} tokens each, without the one that ended it
     */
    public int[][] writeToTheEnd(
            int[][] prompts, int atMost, DecodingStrategy strategy, long[] seeds, List<Integer> ends) {
        requireRectangle(prompts, seeds);
        int capacity = prompts[0].length + atMost - 1; // the last token is written and never read
        Batch whole = new Batch(prompts, seeds, strategy, Set.copyOf(ends));
        if (inTensors(prompts.length)) {
            try (TensorRows rows = new TensorRows(model, capacity)) {
                return whole.write(rows, atMost);
            }
        }
        PlainDecoder decoder = plain();
        return together(whole.parts(ModelDevice.threads(), ROWS_AT_ONCE).stream()
                .<Callable<int[][]>>map(
                        part -> () -> part.write(new PlainRows(decoder.begin(part.prompts.length, capacity)), atMost))
                .toList());
    }

    private int[][] together(List<Callable<int[][]>> parts) {
        try {
            if (parts.size() == 1) {
                return parts.getFirst().call();
            }
            List<int[]> written = new ArrayList<>();
            try (ExecutorService workers =
                    Executors.newFixedThreadPool(Math.min(parts.size(), ModelDevice.threads()))) {
                for (Future<int[][]> part : workers.invokeAll(parts)) {
                    written.addAll(Arrays.asList(part.get()));
                }
            }
            return written.toArray(int[][]::new);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing", e);
        }
    }

    /** Rows that have all read equally many tokens. */
    private interface Rows {

        /** Logits of the token after the next tokens of each row, (rows, V). */
        float[][] after(int[][] next);

        /** Goes on with some of the rows only. */
        void keep(int[] rows);
    }

    private record PlainRows(PlainDecoder.Writing writing) implements Rows {

        @Override
        public float[][] after(int[][] next) {
            for (int position = 0; position < next[0].length; position++) {
                int column = position;
                writing.read(Arrays.stream(next).mapToInt(row -> row[column]).toArray());
            }
            return writing.logits();
        }

        @Override
        public void keep(int[] rows) {
            writing.keep(rows);
        }
    }

    private static final class TensorRows implements Rows, AutoCloseable {

        private final LanguageModel model;
        private final NDManager decoding;
        private final KeyValueCache cache;

        TensorRows(LanguageModel model, int capacity) {
            this.model = model;
            decoding = model.manager().newSubManager();
            cache = new KeyValueCache(decoding, model.config().layers(), capacity);
        }

        @Override
        public float[][] after(int[][] next) {
            long[] flat = Arrays.stream(next)
                    .flatMapToInt(Arrays::stream)
                    .asLongStream()
                    .toArray();
            try (NDManager scope = decoding.newSubManager()) {
                NDArray ids = scope.create(flat, new Shape(next.length, next[0].length));
                NDArray logits = model.lastLogits(ids, cache); // (rows, V)
                FloatBuffer values =
                        logits.toByteBuffer(true).asFloatBuffer(); // the tensor's own memory where it can be
                float[][] rows = new float[next.length][(int) logits.getShape().get(1)];
                for (float[] row : rows) {
                    values.get(row);
                }
                return rows;
            }
        }

        @Override
        public void keep(int[] rows) {
            cache.keep(rows);
        }

        @Override
        public void close() {
            decoding.close();
        }
    }

    /** Prompts and what is written after them. */
    private static final class Batch {

        private final int[][] prompts;
        private final long[] seeds;
        private final DecodingStrategy strategy;
        private final Set<Integer> ends;

        Batch(int[][] prompts, long[] seeds, DecodingStrategy strategy, Set<Integer> ends) {
            this.prompts = prompts;
            this.seeds = seeds;
            this.strategy = strategy;
            this.ends = ends;
        }

        /** Itself in parts of at most {@code most} rows, enough of them for every thread; pairs of rows stay together. */
        List<Batch> parts(int threads, int most) {
            int share = Math.min(most, (prompts.length + threads - 1) / threads);
            int size = share + share % 2;
            List<Batch> parts = new ArrayList<>();
            for (int from = 0; from < prompts.length; from += size) {
                int to = Math.min(prompts.length, from + size);
                parts.add(new Batch(
                        Arrays.copyOfRange(prompts, from, to), Arrays.copyOfRange(seeds, from, to), strategy, ends));
            }
            return parts;
        }

        int[][] write(Rows rows, int atMost) {
            int[][] written = new int[prompts.length][atMost];
            SplittableRandom[] random =
                    Arrays.stream(seeds).mapToObj(SplittableRandom::new).toArray(SplittableRandom[]::new);
            int[] going = new int[prompts.length];
            Arrays.setAll(going, row -> row);
            int[][] next = prompts;
            for (int position = 0; position < atMost; position++) {
                float[][] logits = rows.after(next);
                for (int i = 0; i < going.length; i++) {
                    written[going[i]][position] = strategy.next(logits[i], random[going[i]]);
                }
                int[] staying = staying(going, written, position);
                if (staying.length == 0) {
                    break;
                }
                if (staying.length < going.length) {
                    rows.keep(staying);
                    int[] before = going;
                    going = Arrays.stream(staying).map(i -> before[i]).toArray();
                }
                int column = position;
                next = Arrays.stream(going)
                        .mapToObj(row -> new int[] {written[row][column]})
                        .toArray(int[][]::new);
            }
            return written;
        }

        /** Numbers of the rows whose text goes on; the others are cut to their length. */
        private int[] staying(int[] going, int[][] written, int position) {
            int[] staying = new int[going.length];
            int count = 0;
            for (int i = 0; i < going.length; i++) {
                if (ends.contains(written[going[i]][position])) {
                    written[going[i]] = Arrays.copyOf(written[going[i]], position);
                } else {
                    staying[count++] = i;
                }
            }
            return Arrays.copyOf(staying, count);
        }
    }

    private void requireRectangle(int[][] prompts, long[] seeds) {
        if (prompts.length == 0 || prompts[0].length == 0) {
            throw new IllegalArgumentException("a prompt of at least one token is needed to continue from");
        }
        if (seeds.length != prompts.length) {
            throw new IllegalArgumentException(prompts.length + " prompts but " + seeds.length + " seeds");
        }
        int vocabulary = model.config().vocabularySize();
        for (int[] prompt : prompts) {
            if (prompt.length != prompts[0].length) {
                throw new IllegalArgumentException("the prompts of a batch must have one length, but there are some of "
                        + prompts[0].length + " and of " + prompt.length + " tokens");
            }
            for (int token : prompt) {
                if (token < 0 || token >= vocabulary) {
                    throw new IllegalArgumentException(
                            "token " + token + " of a prompt is not of the model's vocabulary of " + vocabulary
                                    + "; encode it with the tokenizer beside the checkpoint");
                }
            }
        }
    }
}
