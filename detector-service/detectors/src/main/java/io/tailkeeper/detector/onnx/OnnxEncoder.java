package io.tailkeeper.detector.onnx;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.FeatureList;
import io.tailkeeper.detector.NormalizedText;
import io.tailkeeper.detector.SurfaceFeatures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * all-MiniLM-L6-v2 in int8, with the features of its last states, its word pieces and the text's surface; {@link
 * #innerLayers} is the same model with other features.
 *
 * <p>One text a call of the model: the int8 model scales its activations by the largest of the whole tensor, so texts that
 * share a call, or padding, would change each other's features.
 */
public final class OnnxEncoder implements Encoder, AutoCloseable {

    private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";
    private static final int WIDTH = 384;
    private static final int LONGEST_PIECES = 512;
    private static final int LONGEST_CHARACTERS = 16_384;

    /** Names the feature set; a change of any feature changes it. */
    private static final String FEATURES = "minilm-features-2";

    private static final String INNER_FEATURES = "minilm-layers-1";

    /** The states after the first and the second of six layers, by their names in the graph. */
    private static final List<String> LAYERS = List.of(
            "/encoder/layer.0/output/LayerNorm/Add_1_output_0", "/encoder/layer.1/output/LayerNorm/Add_1_output_0");

    private final Model model;
    private final WordPieces pieces;
    private final BlockingQueue<Predictor<NDList, NDList>> predictors;
    private final LongestFirst workers;
    private final String version;
    private final Encoder innerLayers;

    /**
     * Loads the model.
     *
     * @param threads texts encoded at the same time
     */
    public OnnxEncoder(int threads) {
        System.setProperty("ai.djl.onnx.disable_alternative", "true"); // no second engine: the model is all that is run
        byte[] weights = resource(MODEL);
        byte[] tokenizer = resource(TOKENIZER);
        version = digest(weights, tokenizer, FEATURES);
        innerLayers = new InnerLayers(digest(weights, tokenizer, INNER_FEATURES));
        model = Model.newInstance("all-minilm-l6-v2-q", "OnnxRuntime");
        try {
            pieces = new WordPieces(new ByteArrayInputStream(tokenizer));
            model.load(
                    new ByteArrayInputStream(InnerOutputs.added(weights, LAYERS)),
                    Map.of("intraOpNumThreads", "1", "interOpNumThreads", "1"));
        } catch (IOException | MalformedModelException e) {
            throw new IllegalStateException("the encoder could not be loaded from its artifact: " + e.getMessage(), e);
        }
        predictors = new ArrayBlockingQueue<>(threads);
        for (int i = 0; i < threads; i++) {
            predictors.add(model.newPredictor(new NoopTranslator(null)));
        }
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
    public List<float[]> encode(List<String> texts) {
        return workers.map(texts, this::features);
    }

    /**
     * The same model with other features: the mean states of layers inside of it. The last layer keeps what a text says; those
     * before it keep more of how it is written. Closed with this encoder.
     */
    public Encoder innerLayers() {
        return innerLayers;
    }

    private final class InnerLayers implements Encoder {

        private final String version;

        InnerLayers(String version) {
            this.version = version;
        }

        @Override
        public String version() {
            return version;
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
            for (float[] layer : states(ids, 1, LAYERS.size())) {
                StateFeatures.addMean(layer, ids.length, features);
            }
            return features.toArray();
        }
    }

    private float[] features(String text) {
        String normalised = readable(text);
        long[] ids = pieces.encode(normalised, LONGEST_PIECES);
        FeatureList features = new FeatureList(dimension());
        new StateFeatures(states(ids, 0, 1).getFirst(), ids.length).add(features);
        PieceFeatures.add(ids, pieces, features);
        SurfaceFeatures.add(normalised, features);
        return features.toArray();
    }

    private static String readable(String text) {
        String normalised = NormalizedText.of(text);
        return normalised.substring(0, Math.min(normalised.length(), LONGEST_CHARACTERS));
    }

    private List<float[]> states(long[] ids, int first, int count) {
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 1);
        Shape shape = new Shape(1, ids.length);
        try (NDManager scope = model.getNDManager().newSubManager()) {
            NDArray input = scope.create(ids, shape);
            NDArray attention = scope.create(mask, shape);
            NDArray segments = scope.create(new long[ids.length], shape);
            input.setName("input_ids");
            attention.setName("attention_mask");
            segments.setName("token_type_ids");
            return predict(new NDList(input, attention, segments), first, count);
        }
    }

    private List<float[]> predict(NDList inputs, int first, int count) {
        Predictor<NDList, NDList> predictor = null;
        try {
            predictor = predictors.take();
            try (NDList outputs = predictor.predict(inputs)) {
                return outputs.subList(first, first + count).stream()
                        .map(NDArray::toFloatArray) // (1, length, width)
                        .toList();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while encoding", e);
        } catch (TranslateException e) {
            throw new IllegalStateException("the encoder failed: " + e.getMessage(), e);
        } finally {
            if (predictor != null) {
                predictors.add(predictor);
            }
        }
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
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(weights);
            digest.update(tokenizer);
            digest.update(features.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        workers.close();
        predictors.forEach(Predictor::close);
        model.close();
    }
}
