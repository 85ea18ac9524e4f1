package io.tailkeeper.detector.onnx;

import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.features.FeatureList;
import io.tailkeeper.detector.features.SurfaceFeatures;
import io.tailkeeper.detector.text.NormalizedText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * all-MiniLM-L6-v2 in int8, with the features of its last states, its word pieces and the text's surface; {@link
 * #innerLayers} is the beginning of the same model with other features.
 *
 * <p>One text a call of the model: the int8 model scales its activations by the largest of the whole tensor, so texts that
 * share a call, or padding, would change each other's features.
 */
public final class OnnxEncoder implements Encoder, AutoCloseable {

    private static final String NAME = "all-minilm-l6-v2-q";
    private static final int WIDTH = 384;
    private static final int LONGEST_PIECES = 512;
    private static final int LONGEST_CHARACTERS = 16_384;

    /** Names the feature set; a change of any feature changes it. */
    private static final String FEATURES = "minilm-features-2";

    private static final String INNER_FEATURES = "minilm-layers-1";

    /** The states after the first and the second of six layers, by their names in the graph. */
    private static final List<String> LAYERS = List.of(
            "/encoder/layer.0/output/LayerNorm/Add_1_output_0", "/encoder/layer.1/output/LayerNorm/Add_1_output_0");

    private final int threads;
    private final WordPieces pieces;
    private final LongestFirst workers;
    private final OnnxStates states;
    private final String version;
    private final String innerVersion;
    private @Nullable InnerLayers innerLayers; // loaded when it is first asked for

    /**
     * Loads the model.
     *
     * @param threads texts encoded at the same time
     */
    public OnnxEncoder(int threads) {
        this.threads = threads;
        byte[] weights = weights();
        byte[] tokenizer = resource("/" + NAME + "-tokenizer.json");
        version = digest(weights, tokenizer, FEATURES);
        innerVersion = digest(weights, tokenizer, INNER_FEATURES);
        pieces = pieces(tokenizer);
        states = new OnnxStates(NAME, weights, threads);
        workers = new LongestFirst(threads);
    }

    /** Loads the model, to encode as many texts at the same time as there are cores. */
    public static OnnxEncoder onAllCores() {
        return new OnnxEncoder(Runtime.getRuntime().availableProcessors());
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public int dimension() {
        return WIDTH + StateFeatures.GEOMETRY + PieceFeatures.DIMENSION + SurfaceFeatures.DIMENSION;
    }

    @Override
    public int embeddingWidth() {
        return WIDTH;
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        return workers.map(texts, this::features);
    }

    private float[] features(String text) {
        String normalised = readable(text);
        long[] ids = pieces.encode(normalised, LONGEST_PIECES);
        FeatureList features = new FeatureList(dimension());
        new StateFeatures(states.of(ids).getFirst(), ids.length).add(features);
        PieceFeatures.add(ids, pieces, features);
        SurfaceFeatures.add(normalised, features);
        return features.toArray();
    }

    private static String readable(String text) {
        String normalised = NormalizedText.of(text);
        return normalised.substring(0, Math.min(normalised.length(), LONGEST_CHARACTERS));
    }

    /**
     * The beginning of the same model with other features: the mean states of its first layers. The last layer keeps what a
     * text says; those before it keep more of how it is written. Closed with this encoder.
     */
    public synchronized Encoder innerLayers() {
        if (innerLayers == null) {
            innerLayers = new InnerLayers();
        }
        return innerLayers;
    }

    private final class InnerLayers implements Encoder, AutoCloseable {

        private final OnnxStates layers =
                new OnnxStates(NAME + "-layers", ModelPart.endingWith(LAYERS, weights()), threads);

        @Override
        public String version() {
            return innerVersion;
        }

        @Override
        public int dimension() {
            return LAYERS.size() * WIDTH;
        }

        @Override
        public List<float[]> encode(List<String> texts) {
            return workers.map(texts, this::features);
        }

        private float[] features(String text) {
            long[] ids = pieces.encode(readable(text), LONGEST_PIECES);
            FeatureList features = new FeatureList(dimension());
            for (float[] layer : layers.of(ids)) {
                StateFeatures.addMean(layer, ids.length, features);
            }
            return features.toArray();
        }

        @Override
        public void close() {
            layers.close();
        }
    }

    private static WordPieces pieces(byte[] tokenizer) {
        try (InputStream json = new ByteArrayInputStream(tokenizer)) {
            return new WordPieces(json);
        } catch (IOException e) {
            throw new IllegalStateException("the encoder could not be loaded from its artifact: " + e.getMessage(), e);
        }
    }

    private static byte[] weights() {
        return resource("/" + NAME + ".onnx");
    }

    private static byte[] resource(String name) {
        try (InputStream stream = OnnxEncoder.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(
                        "the class path has no " + name + "; the encoder artifact is missing: build the service again");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(byte[] weights, byte[] tokenizer, String features) {
        return new Sha256().add(weights).add(tokenizer).add(features).hex();
    }

    @Override
    public synchronized void close() {
        workers.close();
        states.close();
        if (innerLayers != null) {
            innerLayers.close();
        }
    }
}
