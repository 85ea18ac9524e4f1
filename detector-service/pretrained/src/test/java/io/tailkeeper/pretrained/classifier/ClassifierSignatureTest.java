package io.tailkeeper.pretrained.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.tailkeeper.detector.labelled.DataException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Models here give the rows of a table that their inputs name. */
class ClassifierSignatureTest {

    private static ClassifierSignature signature(TinyOnnx model) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = OrtEnvironment.getEnvironment().createSession(model.toByteArray(), options)) {
            return ClassifierSignature.of(Path.of("model.onnx"), session);
        }
    }

    private static TinyOnnx row(TinyOnnx model, String input, int type, String output) {
        return model.input(input, type)
                .node("Gather", List.of("table", input), output)
                .output(output, 2);
    }

    private static TinyOnnx table() {
        return new TinyOnnx().floats("table", new float[8], 8);
    }

    @Test
    void inputsHaveTheTypesOfTheModel() throws OrtException {
        TinyOnnx model = row(table(), "input_ids", TinyOnnx.INT64, "logits");
        row(model, "attention_mask", TinyOnnx.INT32, "others");
        assertThat(signature(model).inputs())
                .isEqualTo(Map.of("input_ids", OnnxJavaType.INT64, "attention_mask", OnnxJavaType.INT32));
    }

    @Test
    void theOutputIsTheOneOfLogitsOrElseTheFirst() throws OrtException {
        TinyOnnx model = row(table(), "attention_mask", TinyOnnx.INT64, "states");
        row(model, "input_ids", TinyOnnx.INT64, "scores");
        assertThat(signature(model).output()).isEqualTo("states");
        row(model, "token_type_ids", TinyOnnx.INT64, "logits");
        assertThat(signature(model).output()).isEqualTo("logits");
    }

    @Test
    void otherInputsAreRefused() {
        assertThatThrownBy(() -> signature(row(table(), "attention_mask", TinyOnnx.INT64, "logits")))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("model.onnx has no input input_ids but [attention_mask]");
        assertThatThrownBy(() -> signature(row(table(), "pixels", TinyOnnx.INT64, "logits")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the input pixels, which is unknown");
    }
}
