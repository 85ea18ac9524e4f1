package io.tailkeeper.detector.features;

import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.EncoderAround;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * An encoder that keeps the features of the texts it saw last: the arms of an experiment share their human documents,
 * and a text's features are the same whenever it is encoded. What is remembered changes speed, never a score.
 */
public final class RememberingEncoder extends EncoderAround {

    private final int capacity;
    private final Map<String, float[]> remembered = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Remembers on behalf of another encoder.
     *
     * @param capacity texts kept, those used last; 0 for none
     */
    public RememberingEncoder(Encoder encoder, int capacity) {
        super(encoder);
        if (capacity < 0) {
            throw new IllegalArgumentException(
                    "remembered texts: " + capacity + " is out of range; allowed is 0 or more");
        }
        this.capacity = capacity;
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        Map<String, float[]> known = recall(texts);
        Set<String> unknown = new LinkedHashSet<>(texts);
        unknown.removeAll(known.keySet());
        if (!unknown.isEmpty()) {
            List<String> fresh = List.copyOf(unknown);
            List<float[]> features = encoder().encode(fresh);
            for (int i = 0; i < fresh.size(); i++) {
                known.put(fresh.get(i), features.get(i));
            }
        }
        remember(known);
        List<float[]> answers = new ArrayList<>(texts.size());
        for (String text : texts) {
            answers.add(Objects.requireNonNull(known.get(text), "the features of a text")
                    .clone());
        }
        return answers;
    }

    private Map<String, float[]> recall(List<String> texts) {
        Map<String, float[]> known = new LinkedHashMap<>();
        synchronized (remembered) {
            for (String text : texts) {
                float[] features = remembered.get(text);
                if (features != null) {
                    known.put(text, features);
                }
            }
        }
        return known;
    }

    private void remember(Map<String, float[]> known) {
        synchronized (remembered) {
            known.forEach((text, features) -> {
                if (CarefulEncoder.isFinite(features)) {
                    remembered.put(text, features);
                }
            });
            Iterator<String> oldest = remembered.keySet().iterator();
            while (remembered.size() > capacity) {
                oldest.next();
                oldest.remove();
            }
        }
    }
}
