package io.tailkeeper.detector.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.measures.LogitNoise;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomLogitsTest {

    private static final double EXPECTED = 0.3924280587202452;

    /** Shares of the standard normal distribution below -1, 0, 1 and 2, from tables. */
    @Test
    void isNormal() {
        double[] drawn = IntStream.range(0, 20_000)
                .mapToDouble(i -> RandomLogits.standard(42, "1:" + i))
                .toArray();
        assertThat(share(drawn, -1)).isCloseTo(0.1587, within(0.01));
        assertThat(share(drawn, 0)).isCloseTo(0.5, within(0.01));
        assertThat(share(drawn, 1)).isCloseTo(0.8413, within(0.01));
        assertThat(share(drawn, 2)).isCloseTo(0.9772, within(0.005));
    }

    private static double share(double[] drawn, double below) {
        return (double) Arrays.stream(drawn).filter(one -> one < below).count() / drawn.length;
    }

    /** Computed by Python: hashlib.sha256 of "42:1:7:noise-radius" and "42:1:7:noise-angle", math.log, math.cos. */
    @Test
    void dependsOnSeedAndNameAlone() {
        assertThat(RandomLogits.of(new LogitNoise(2, 42), "1:7")).isCloseTo(2 * EXPECTED, within(1e-12));
        assertThat(RandomLogits.standard(43, "1:7")).isNotEqualTo(RandomLogits.standard(42, "1:7"));
        assertThat(RandomLogits.standard(42, "1:8")).isNotEqualTo(RandomLogits.standard(42, "1:7"));
    }

    @Test
    void refusesADeviationThatAddsNothing() {
        assertThatThrownBy(() -> new LogitNoise(0, 1)).hasMessageStartingWith("noise.deviation: 0.0 is out of range");
    }
}
