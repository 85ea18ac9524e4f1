package io.tailkeeper.metrics.view;

import io.tailkeeper.contracts.TrainingProgress;
import org.jspecify.annotations.Nullable;

/**
 * How far one generation of a run has come.
 *
 * @param generation the generation
 * @param collected distinct samples that joined the stream
 * @param expected distinct samples that make the pool complete
 * @param scored distinct samples the run's detector judged
 * @param deadLettered samples of the generation in a dead-letter topic and not judged since
 * @param calibrated whether the run's detector is calibrated for it
 * @param batches distinct weighted batches seen
 * @param phase last phase the trainer told; null before the first
 * @param done units of the phase done; null before the first
 * @param total units of the phase; null before the first
 * @param loss mean loss of the last steps, in nats a token; null when not known
 * @param tokensPerSecond training throughput; null when not known
 * @param trained whether the generation is trained
 */
public record GenerationProgress(
        int generation,
        int collected,
        int expected,
        int scored,
        int deadLettered,
        boolean calibrated,
        int batches,
        TrainingProgress.@Nullable Phase phase,
        @Nullable Integer done,
        @Nullable Integer total,
        @Nullable Double loss,
        @Nullable Double tokensPerSecond,
        boolean trained) {}
