package io.tailkeeper.generator.files;

import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.generator.CorpusException;
import io.tailkeeper.generator.CorpusSource;
import io.tailkeeper.generator.Partition;
import io.tailkeeper.texts.CorpusLayout;
import io.tailkeeper.texts.Split;
import io.tailkeeper.texts.TextException;
import io.tailkeeper.texts.reading.CorpusReading;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/** Files and folders of human text, by the rules of {@link CorpusLayout}. */
public final class CorpusFiles implements CorpusSource {

    private static final System.Logger LOG = System.getLogger(CorpusFiles.class.getName());

    @Override
    public void read(Request request, Consumer<String> documents) {
        try {
            CorpusReading reading = new CorpusReading(
                    CorpusLayout.of(request.corpus()), request.corpus().textColumn(), request.documentWords());
            reading.read(split(request.partition()), documents);
            reading.lines().forEach(line -> LOG.log(Level.INFO, "corpus {0}: {1}", request.location(), line));
        } catch (TextException e) {
            throw refused(e);
        }
    }

    @Override
    public boolean hasOwn(CorpusSpecification corpus, Partition partition) {
        if (split(partition) == Split.TRAIN) {
            return false;
        }
        try {
            return CorpusSource.super.hasOwn(corpus, partition)
                    || CorpusLayout.of(corpus).has(split(partition));
        } catch (TextException e) {
            throw refused(e);
        }
    }

    private static Split split(Partition partition) {
        return switch (partition) {
            case VALIDATION -> Split.VALIDATION;
            case TEST -> Split.TEST;
            default -> Split.TRAIN;
        };
    }

    private static CorpusException refused(TextException e) {
        return new CorpusException("Corpus " + e.getMessage() + ".", e);
    }
}
