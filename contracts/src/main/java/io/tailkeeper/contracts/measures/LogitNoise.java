package io.tailkeeper.contracts.measures;

import io.tailkeeper.contracts.checks.Checks;

/**
 * Gaussian noise on logits, by which a detector is made worse on purpose. It depends on the seed and a text's name.
 *
 * @param deviation standard deviation, in logits
 * @param seed of the random numbers
 */
public record LogitNoise(double deviation, long seed) {

    public LogitNoise {
        Checks.positive("noise.deviation", deviation, 1e12);
    }
}
