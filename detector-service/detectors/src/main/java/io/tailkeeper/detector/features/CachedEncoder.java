package io.tailkeeper.detector.features;

import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.EncoderAround;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * An encoder that asks a store for features before it computes them: human documents come back in every generation and every
 * arm. What the store knows changes speed, never a score.
 */
public final class CachedEncoder extends EncoderAround {

    /**
     * Features by key, shared by instances. May forget anything at any time, and fails by knowing nothing: it never throws.
     */
    public interface Store {

        /** The features of those keys that it knows. */
        Map<String, float[]> find(List<String> keys);

        /** Takes features to know. */
        void add(Map<String, float[]> features);
    }

    private final Store store;

    /** Computes with the encoder what the store does not know. */
    public CachedEncoder(Encoder encoder, Store store) {
        super(encoder);
        this.store = store;
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        Map<String, String> keys = new LinkedHashMap<>();
        texts.forEach(text -> keys.computeIfAbsent(text, this::key));
        Map<String, float[]> known = store.find(List.copyOf(keys.values()));
        known.values().removeIf(features -> features.length != dimension() || !CarefulEncoder.isFinite(features));
        Set<String> unknown = new LinkedHashSet<>(keys.keySet());
        unknown.removeIf(text -> known.containsKey(keys.get(text)));
        if (!unknown.isEmpty()) {
            List<String> fresh = List.copyOf(unknown);
            List<float[]> features = encoder().encode(fresh);
            Map<String, float[]> added = new LinkedHashMap<>();
            for (int i = 0; i < fresh.size(); i++) {
                added.put(keys.get(fresh.get(i)), features.get(i));
            }
            known.putAll(added);
            added.values().removeIf(of -> !CarefulEncoder.isFinite(of));
            store.add(added);
        }
        List<float[]> answers = new ArrayList<>(texts.size());
        for (String text : texts) {
            answers.add(Objects.requireNonNull(known.get(keys.get(text)), "the features of a text")
                    .clone());
        }
        return answers;
    }

    /** Digest of what decides the features: the encoder's version and the text. */
    private String key(String text) {
        return new Sha256().add(version()).add(new byte[1]).add(text).hex();
    }
}
