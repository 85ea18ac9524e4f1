package io.tailkeeper.pretrained.classifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.TextDetector;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.detector.program.DetectorKind;
import io.tailkeeper.detector.program.PretrainedDetectors;
import io.tailkeeper.detector.text.LengthWindow;
import io.tailkeeper.pretrained.NamedSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Opens classifiers; settings {@code model}, {@code machine-label}, {@code most-tokens}, {@code side}, {@code temperature}. */
public final class Classifiers implements PretrainedDetectors {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public DetectorKind kind() {
        return DetectorKind.CLASSIFIER;
    }

    @Override
    public JsonNode describe(Map<String, String> settings, List<LabelledText> fit) throws IOException {
        NamedSettings named =
                new NamedSettings(settings, List.of("model", "machine-label", "most-tokens", "side", "temperature"));
        Path folder = named.path("model", "the folder of the classifier");
        ClassifierSettings used = new ClassifierSettings(
                named.required("machine-label", "the label that means \"machine-written\""),
                named.number("most-tokens", Integer::valueOf, 0),
                named.word("side", LengthWindow.Side.HEAD),
                named.number("temperature", Double::valueOf, 1.0));
        try (SequenceClassifier classifier = SequenceClassifier.open(folder, used)) {
            return JSON.valueToTree(new ClassifierDescription(folder.toString(), classifier.digest(), used));
        }
    }

    @Override
    public TextDetector open(JsonNode description) throws IOException {
        ClassifierDescription described = JSON.treeToValue(description, ClassifierDescription.class);
        SequenceClassifier classifier = SequenceClassifier.open(Path.of(described.model()), described.settings());
        if (!classifier.digest().equals(described.sha256())) {
            classifier.close();
            throw new DataException(described.model() + " is not the classifier that the detector was calibrated with;"
                    + " put that one there, or train the detector again with ./tailkeeper detector train");
        }
        return classifier;
    }
}
