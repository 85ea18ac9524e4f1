package io.tailkeeper.detector;

import io.tailkeeper.contracts.GenerationKey;
import java.util.function.UnaryOperator;

/**
 * The encoders by which a detector judges generations: one for all, or one a generation, made of its checkpoints. Safe for
 * use by several threads; closing frees what the encoders hold.
 */
public interface GenerationEncoders extends AutoCloseable {

    /** Number of features of a text, in every generation. */
    int dimension();

    /**
     * The encoder of a generation's texts.
     *
     * @throws IllegalStateException when what it is made of is not known yet
     */
    Encoder of(GenerationKey generation);

    /** Whether what the encoder of a generation is made of is known; if not, it may be later. */
    default boolean isReady(GenerationKey generation) {
        return true;
    }

    @Override
    void close();

    /**
     * One encoder for all generations.
     *
     * @param close frees what it holds
     */
    static GenerationEncoders always(Encoder encoder, Runnable close) {
        return new GenerationEncoders() {
            @Override
            public int dimension() {
                return encoder.dimension();
            }

            @Override
            public Encoder of(GenerationKey generation) {
                return encoder;
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }

    /**
     * The same encoders, each with something around it; closing closes these.
     *
     * @param added features that it adds
     */
    default GenerationEncoders each(UnaryOperator<Encoder> around, int added) {
        GenerationEncoders bare = this;
        return new GenerationEncoders() {
            @Override
            public int dimension() {
                return bare.dimension() + added;
            }

            @Override
            public Encoder of(GenerationKey generation) {
                return around.apply(bare.of(generation));
            }

            @Override
            public boolean isReady(GenerationKey generation) {
                return bare.isReady(generation);
            }

            @Override
            public void close() {
                bare.close();
            }
        };
    }
}
