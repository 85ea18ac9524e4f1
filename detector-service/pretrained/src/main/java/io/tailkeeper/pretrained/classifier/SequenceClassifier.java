package io.tailkeeper.pretrained.classifier;

import io.tailkeeper.detector.TextDetector;
import io.tailkeeper.detector.labelled.DataException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Any sequence classifier of a Hugging Face folder: {@code model.onnx} or {@code onnx/model.onnx}, {@code tokenizer.json},
 * {@code config.json}. Its logit is the log-odds of the machine label against all others, at the settings' temperature.
 *
 * <p>One text a call of the model, without padding: what shares a text's batch cannot change its logit. Owns native
 * memory; closing it frees it.
 */
public final class SequenceClassifier implements TextDetector, AutoCloseable {

    private final ClassifierSession session;
    private final ClassifierTokens tokens;
    private final MachineLabel machine;
    private final double temperature;
    private final String digest;

    private SequenceClassifier(
            ClassifierSession session,
            ClassifierTokens tokens,
            MachineLabel machine,
            double temperature,
            String digest) {
        this.session = session;
        this.tokens = tokens;
        this.machine = machine;
        this.temperature = temperature;
        this.digest = digest;
    }

    /**
     * Opens a classifier and lets it judge a letter, so that one that cannot work is refused here.
     *
     * @throws DataException when a file is missing or damaged, they do not belong together, the settings do not suit them,
     *     or the model is no sequence classifier; the message says how to mend it
     */
    public static SequenceClassifier open(Path folder, ClassifierSettings settings) throws IOException {
        ClassifierFiles files = ClassifierFiles.in(folder);
        ClassifierConfig config = ClassifierConfig.read(files.config());
        MachineLabel machine = MachineLabel.of(settings.machineLabel(), config.labels());
        ClassifierTokens tokens =
                ClassifierTokens.read(files.tokenizer(), mostTokens(files, config, settings), settings.side());
        ClassifierSession session = null;
        try {
            requireSameVocabulary(files, config, tokens);
            String digest = files.digest(); // first, because it looks at what the runtime would compute with in silence
            session = new ClassifierSession(files.model());
            SequenceClassifier classifier =
                    new SequenceClassifier(session, tokens, machine, settings.temperature(), digest);
            classifier.logit("a");
            return classifier;
        } catch (IOException | RuntimeException e) {
            tokens.close();
            if (session != null) {
                session.close();
            }
            throw e;
        }
    }

    private static int mostTokens(ClassifierFiles files, ClassifierConfig config, ClassifierSettings settings) {
        int known = config.mostTokens();
        int wanted = settings.mostTokens();
        if (known == 0 && wanted == 0) {
            throw new DataException(files.config() + " does not say how many tokens the model takes"
                    + " (max_position_embeddings); set the most tokens of a text");
        }
        if (known > 0 && wanted > known) {
            throw new DataException("most tokens: " + wanted + " are more than the " + known + " that " + files.config()
                    + " allows (max_position_embeddings); give fewer");
        }
        return wanted > 0 ? wanted : known;
    }

    private static void requireSameVocabulary(ClassifierFiles files, ClassifierConfig config, ClassifierTokens tokens) {
        if (config.vocabularySize() > 0 && tokens.largest() >= config.vocabularySize()) {
            throw new DataException(files.tokenizer() + " has tokens up to number " + tokens.largest() + ", but "
                    + files.config() + " says that the model knows " + config.vocabularySize()
                    + "; give the folder the tokenizer the model was trained with");
        }
    }

    /** SHA-256 of the model, its tokenizer and its configuration. */
    public String digest() {
        return digest;
    }

    @Override
    public double logit(String text) {
        long[] ids = tokens.encode(text);
        if (ids.length == 0) {
            return 0; // a model without special tokens sees nothing of an empty text
        }
        float[] logits = session.logits(ids);
        if (!machine.fits(logits.length)) {
            throw new DataException("the model has " + logits.length + " logits for the labels " + machine.labels()
                    + "; give the folder the config.json the model was trained with");
        }
        double logOdds = machine.logOdds(logits, temperature);
        if (!Double.isFinite(logOdds)) {
            throw new DataException("the model's logits for a text of " + ids.length
                    + " tokens are no finite numbers; export it again, in float32");
        }
        return logOdds;
    }

    @Override
    public void close() {
        session.close();
        tokens.close();
    }
}
