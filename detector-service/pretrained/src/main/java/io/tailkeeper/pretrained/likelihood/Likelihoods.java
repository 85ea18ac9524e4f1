package io.tailkeeper.pretrained.likelihood;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.TextDetector;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.detector.program.DetectorKind;
import io.tailkeeper.detector.program.PretrainedDetectors;
import io.tailkeeper.pretrained.FileDigest;
import io.tailkeeper.pretrained.NamedSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Opens likelihood detectors; settings {@code observer}, {@code performer}, {@code score}. */
public final class Likelihoods implements PretrainedDetectors {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public DetectorKind kind() {
        return DetectorKind.LIKELIHOOD;
    }

    @Override
    public JsonNode describe(Map<String, String> settings, List<LabelledText> fit) throws IOException {
        NamedSettings named = new NamedSettings(settings, List.of("observer", "performer", "score"));
        Path observer = named.path("observer", "the language model of generation 0");
        Path performer = named.path("performer", "another checkpoint of the same vocabulary, or the same");
        LikelihoodScore score = named.word("score", LikelihoodScore.CURVATURE);
        try (ModelPair models = ModelPair.open(observer, performer)) {
            LikelihoodDetector detector = LikelihoodDetector.fit(models, score, fit);
            return JSON.valueToTree(new LikelihoodDescription(
                    observer.toString(),
                    FileDigest.of(observer),
                    performer.toString(),
                    FileDigest.of(performer),
                    score,
                    detector.curve()));
        }
    }

    @Override
    public TextDetector open(JsonNode description) throws IOException {
        LikelihoodDescription described = JSON.treeToValue(description, LikelihoodDescription.class);
        Path observer = Path.of(described.observer());
        Path performer = Path.of(described.performer());
        ModelPair models = ModelPair.open(observer, performer);
        try {
            requireSame(observer, described.observerSha256());
            requireSame(performer, described.performerSha256());
        } catch (IOException | RuntimeException e) {
            models.close();
            throw e;
        }
        return new Owner(models, new LikelihoodDetector(models, described.score(), described.curve()));
    }

    private static void requireSame(Path model, String sha256) throws IOException {
        if (!FileDigest.of(model).equals(sha256)) {
            throw new DataException(model + " is not the language model that the detector was calibrated with; put that"
                    + " one there, or train the detector again with ./tailkeeper detector train");
        }
    }

    /** A detector that has opened its models itself. */
    private record Owner(ModelPair models, LikelihoodDetector detector) implements TextDetector, AutoCloseable {

        @Override
        public double logit(String text) {
            return detector.logit(text);
        }

        @Override
        public void close() {
            models.close();
        }
    }
}
