package io.tailkeeper.languagemodel;

import ai.djl.Device;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Decodes some models faster than the tensor library does. An engine is found on the class path by {@link ServiceLoader}:
 * its jar names it in {@code META-INF/services/io.tailkeeper.languagemodel.DecodingEngine}. For any thread.
 */
public interface DecodingEngine {

    /** Whether this engine is the faster one for so many rows of such a model. */
    boolean suits(ModelConfig config, Device device, int rows);

    /** Makes a model ready; it may copy the weights. */
    Decoding open(LanguageModel model);

    /** The engines on the class path. */
    static List<DecodingEngine> installed() {
        return ServiceLoader.load(DecodingEngine.class, DecodingEngine.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
