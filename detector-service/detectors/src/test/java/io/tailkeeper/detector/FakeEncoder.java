package io.tailkeeper.detector;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Three features: the length, the number of words, and how many of the words are "robot". */
public final class FakeEncoder implements Encoder {

    private final AtomicInteger encoded = new AtomicInteger();

    @Override
    public String version() {
        return "fake-1";
    }

    @Override
    public int dimension() {
        return 3;
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        encoded.addAndGet(texts.size());
        return texts.stream().map(FakeEncoder::features).toList();
    }

    /** Number of texts encoded so far. */
    public int encoded() {
        return encoded.get();
    }

    private static float[] features(String text) {
        List<String> words = List.of(text.split(" ", -1));
        long robots = words.stream().filter("robot"::equals).count();
        return new float[] {text.length(), words.size(), robots};
    }
}
