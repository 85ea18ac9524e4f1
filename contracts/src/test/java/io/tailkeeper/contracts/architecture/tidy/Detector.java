package io.tailkeeper.contracts.architecture.tidy;

import io.tailkeeper.contracts.SampleCollected;
import java.util.List;

/** Values in, values out. */
public class Detector {

    private final double[] weights = {1, 2};

    public List<String> texts(SampleCollected... samples) {
        return List.of(samples[0].text(), Double.toString(weights[0]));
    }
}
