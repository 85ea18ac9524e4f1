package io.tailkeeper.pretrained.classifier;

import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.pretrained.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a sequence classifier in a Hugging Face folder.
 *
 * @param model {@code model.onnx} or {@code onnx/model.onnx}
 * @param tokenizer {@code tokenizer.json}
 * @param config {@code config.json}
 */
record ClassifierFiles(Path model, Path tokenizer, Path config) {

    private static final String MEND =
            "; make the folder with: optimum-cli export onnx --model MODEL --task text-classification FOLDER";

    /**
     * Finds them.
     *
     * @throws DataException when one is missing; the message names what was looked for
     */
    static ClassifierFiles in(Path folder) {
        return new ClassifierFiles(
                first(folder, List.of("model.onnx", "onnx/model.onnx")),
                first(folder, List.of("tokenizer.json")),
                first(folder, List.of("config.json")));
    }

    private static Path first(Path folder, List<String> names) {
        return names.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new DataException(
                        folder + " holds no classifier: looked for " + String.join(" and ", names) + MEND));
    }

    /**
     * SHA-256 over the files and those beside the model that hold its weights: equal digests, equal logits.
     *
     * @throws DataException when the model is damaged, or a weight of it is missing or not a number
     */
    String digest() throws IOException {
        List<Path> files = new ArrayList<>(List.of(model, tokenizer, config));
        files.addAll(OnnxFile.externalFiles(model));
        return FileDigest.of(files);
    }
}
