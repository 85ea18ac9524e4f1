package io.tailkeeper.pretrained.classifier;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.tailkeeper.detector.labelled.DataException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a sequence classifier takes and gives.
 *
 * @param inputs the type of each by its name: {@value #IDS}, and {@value #MASK} and {@value #SEGMENTS} where the model has them
 * @param output the name of the logits
 */
record ClassifierSignature(Map<String, OnnxJavaType> inputs, String output) {

    static final String IDS = "input_ids";
    static final String MASK = "attention_mask";
    static final String SEGMENTS = "token_type_ids";

    private static final String LOGITS = "logits";

    /**
     * That of a model.
     *
     * @param file of the model, for messages
     * @throws DataException when it has inputs or outputs that no sequence classifier has
     */
    static ClassifierSignature of(Path file, OrtSession session) throws OrtException {
        Map<String, OnnxJavaType> inputs = new HashMap<>();
        for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
            inputs.put(input.getKey(), inputType(file, input.getKey(), input.getValue()));
        }
        if (!inputs.containsKey(IDS)) {
            throw new DataException(file + " has no input " + IDS + " but " + inputs.keySet()
                    + "; export the model for text classification");
        }
        Set<String> outputs = session.getOutputNames();
        return new ClassifierSignature(
                inputs,
                outputs.contains(LOGITS)
                        ? LOGITS
                        : outputs.stream()
                                .findFirst()
                                .orElseThrow(() -> new DataException(
                                        file + " has no output; export the model for text classification")));
    }

    private static OnnxJavaType inputType(Path file, String name, NodeInfo info) {
        if (!Set.of(IDS, MASK, SEGMENTS).contains(name)) {
            throw new DataException(file + " has the input " + name + ", which is unknown; sequence classifiers have "
                    + IDS + ", " + MASK + " and " + SEGMENTS + ": export the model for text classification");
        }
        if (info.getInfo() instanceof TensorInfo tensor
                && (tensor.type == OnnxJavaType.INT64 || tensor.type == OnnxJavaType.INT32)) {
            return tensor.type;
        }
        throw new DataException(
                file + ": input " + name + " is " + info.getInfo() + " instead of a tensor of int64 or int32");
    }
}
