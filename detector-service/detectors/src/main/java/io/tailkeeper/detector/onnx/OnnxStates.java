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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Runs a BERT in ONNX on one text after another, several at the same time. Safe for use by several threads. */
final class OnnxStates implements AutoCloseable {

    private final Model model;
    private final BlockingQueue<Predictor<NDList, NDList>> predictors;

    /**
     * Loads a model of inputs input_ids, attention_mask and token_type_ids.
     *
     * @param bytes the model
     * @param threads texts at the same time
     */
    OnnxStates(String name, byte[] bytes, int threads) {
        System.setProperty("ai.djl.onnx.disable_alternative", "true"); // no second engine: the model is all that is run
        model = Model.newInstance(name, "OnnxRuntime");
        try {
            model.load(new ByteArrayInputStream(bytes), Map.of("intraOpNumThreads", "1", "interOpNumThreads", "1"));
        } catch (IOException | MalformedModelException e) {
            model.close();
            throw new IllegalStateException("the encoder could not be loaded from its artifact: " + e.getMessage(), e);
        }
        predictors = new ArrayBlockingQueue<>(threads);
        for (int i = 0; i < threads; i++) {
            predictors.add(model.newPredictor(new NoopTranslator(null)));
        }
    }

    /** The outputs of the model for one text's pieces, each (1, length, width) in one row. */
    List<float[]> of(long[] ids) {
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
            return predict(new NDList(input, attention, segments));
        }
    }

    private List<float[]> predict(NDList inputs) {
        Predictor<NDList, NDList> predictor = null;
        try {
            predictor = predictors.take();
            try (NDList outputs = predictor.predict(inputs)) {
                return outputs.stream().map(NDArray::toFloatArray).toList();
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

    @Override
    public void close() {
        predictors.forEach(Predictor::close);
        model.close();
    }
}
