package io.tailkeeper.detector;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A {@link FakeEncoder} that fails on texts which say how: "it throws", "too deep" and "not a number". */
public class FragileEncoder implements Encoder {

    private final FakeEncoder encoder = new FakeEncoder();
    private final Set<String> fatal = new HashSet<>(Set.of("it throws"));
    private volatile boolean healed;

    /** Whether the model fails on all texts that hold some words. */
    public void failsOn(String words) {
        fatal.add(words);
    }

    /** From now on it fails on nothing. */
    public void heal() {
        healed = true;
    }

    @Override
    public String version() {
        return encoder.version();
    }

    @Override
    public int dimension() {
        return encoder.dimension();
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        if (healed) {
            return encoder.encode(texts);
        }
        List<float[]> features = new ArrayList<>();
        for (String text : texts) {
            if (fatal.stream().anyMatch(text::contains)) {
                throw new IllegalStateException("cannot encode " + text);
            }
            if (text.contains("too deep")) {
                throw new StackOverflowError();
            }
            float[] of = encoder.encode(List.of(text)).getFirst();
            if (text.contains("not a number")) {
                of[1] = Float.NaN;
            }
            features.add(of);
        }
        return features;
    }

    /** Number of texts encoded so far. */
    public int encoded() {
        return encoder.encoded();
    }
}
