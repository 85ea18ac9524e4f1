package io.tailkeeper.pretrained.likelihood;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.EncoderAwayException;
import io.tailkeeper.detector.GenerationEncoders;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.detector.text.NormalizedText;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.PretrainedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Judges a generation by the language models that the run already has: generation 0 observes, the model that wrote the
 * generation's synthetic text performs. Features: curvature, Binoculars' ratio, mean log-likelihood of a token, and whether
 * the text has fewer than two tokens, of which the models say nothing.
 *
 * <p>The last few models stay open. Safe for use by several threads, one of which computes at a time.
 */
public final class CheckpointEncoders implements GenerationEncoders {

    private static final int DIMENSION = 4;
    private static final int OPEN = 4;
    private static final String VERSION = "likelihood-1";

    private final Function<GenerationKey, Optional<CheckpointReference>> checkpoints;
    private final Function<CheckpointReference, PretrainedModel> opener;
    private final Map<String, PretrainedModel> open = new LinkedHashMap<>(OPEN, 0.75f, true);

    /**
     * Opens no model yet.
     *
     * @param checkpoints where a generation's checkpoint lies, while that is known
     * @param opener opens one; throws {@link CheckpointException} when it cannot be used, and whatever else it likes when another
     *     attempt may help
     */
    public CheckpointEncoders(
            Function<GenerationKey, Optional<CheckpointReference>> checkpoints,
            Function<CheckpointReference, PretrainedModel> opener) {
        this.checkpoints = checkpoints;
        this.opener = opener;
    }

    @Override
    public int dimension() {
        return DIMENSION;
    }

    /**
     * The encoder of a generation's texts.
     *
     * @param generation 1 or later: generation 0 has no model before it
     */
    @Override
    public Encoder of(GenerationKey generation) {
        return new Pair(checkpoint(observer(generation)), checkpoint(performer(generation)));
    }

    @Override
    public boolean isReady(GenerationKey generation) {
        return generation.generation() > 0
                && checkpoints.apply(observer(generation)).isPresent()
                && checkpoints.apply(performer(generation)).isPresent();
    }

    private static GenerationKey observer(GenerationKey generation) {
        return new GenerationKey(generation.runId(), 0);
    }

    private static GenerationKey performer(GenerationKey generation) {
        return new GenerationKey(generation.runId(), generation.generation() - 1);
    }

    private CheckpointReference checkpoint(GenerationKey generation) {
        return checkpoints
                .apply(generation)
                .orElseThrow(() -> new IllegalStateException("the checkpoint of " + generation + " is not known"));
    }

    private final class Pair implements Encoder {

        private final CheckpointReference observer;
        private final CheckpointReference performer;

        Pair(CheckpointReference observer, CheckpointReference performer) {
            this.observer = observer;
            this.performer = performer;
        }

        @Override
        public String version() {
            return VERSION + " " + observer.sha256() + " " + performer.sha256();
        }

        @Override
        public int dimension() {
            return DIMENSION;
        }

        @Override
        public List<float[]> encode(List<String> texts) {
            return read(observer, performer, texts).stream()
                    .map(CheckpointEncoders::features)
                    .toList();
        }
    }

    private synchronized List<TokenSums> read(
            CheckpointReference observer, CheckpointReference performer, List<String> texts) {
        if (texts.isEmpty()) {
            return List.of();
        }
        // The pair owns nothing here: the models stay open for the next call.
        ModelPair models = new ModelPair(opened(observer), opened(performer));
        // One text a call: the last bits of a matrix product may depend on its size.
        return texts.stream()
                .map(text -> models.read(List.of(NormalizedText.of(text))).getFirst())
                .toList();
    }

    private static float[] features(TokenSums sums) {
        if (sums.tokens() == 0) {
            return new float[] {0, 1, 0, 1};
        }
        return new float[] {
            (float) LikelihoodScore.CURVATURE.of(sums),
            (float) LikelihoodScore.BINOCULARS.of(sums),
            (float) (sums.logLikelihood() / sums.tokens()),
            0
        };
    }

    private PretrainedModel opened(CheckpointReference checkpoint) {
        PretrainedModel model = open.get(checkpoint.sha256());
        if (model == null) {
            model = open(checkpoint);
            while (open.size() >= OPEN) {
                open.remove(open.keySet().iterator().next()).close();
            }
            open.put(checkpoint.sha256(), model);
        }
        return model;
    }

    private PretrainedModel open(CheckpointReference checkpoint) {
        try {
            return opener.apply(checkpoint);
        } catch (CheckpointException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw new EncoderAwayException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public synchronized void close() {
        open.values().forEach(PretrainedModel::close);
        open.clear();
    }
}
