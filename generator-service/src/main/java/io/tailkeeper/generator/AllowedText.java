package io.tailkeeper.generator;

import io.tailkeeper.contracts.files.AllowedRoots;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.ModelSpecification;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;

/** Corpora, items and models that a run names, as far as the installation lets runs read: the text of a corpus leaves on a topic. */
public final class AllowedText {

    /** The setting that names where text and models may lie. */
    public static final String SETTING = "tailkeeper.generator.allowed-roots";

    private final AllowedRoots roots;

    public AllowedText(AllowedRoots roots) {
        this.roots = roots;
    }

    /** A source that refuses what lies elsewhere. */
    public CorpusSource corpora(CorpusSource files) {
        return new CorpusSource() {
            @Override
            public void read(Request request, Consumer<String> documents) {
                require("Corpus", request.location());
                files.read(request, documents);
            }

            @Override
            public boolean hasOwn(CorpusSpecification corpus, Partition partition) {
                require("Corpus", corpus.source());
                return files.hasOwn(corpus, partition);
            }
        };
    }

    /** A source that refuses a file which lies elsewhere. */
    public KnowledgeSource knowledge(KnowledgeSource files) {
        return (asked, seed) -> {
            if (asked.file() != null) {
                require("knowledge.file", asked.file());
            }
            return files.items(asked, seed);
        };
    }

    /** Vocabularies of models, of which those are refused that begin with what lies elsewhere. */
    public Function<ModelSpecification, Vocabulary> vocabularies(Function<ModelSpecification, Vocabulary> models) {
        return model -> {
            if (model.pretrained() != null) {
                require("model.pretrained", model.pretrained());
            }
            return models.apply(model);
        };
    }

    private void require(String what, String named) {
        try {
            roots.refusal(Path.of(named), SETTING).ifPresent(reason -> {
                throw new CorpusException(what + " " + reason + ".");
            });
        } catch (InvalidPathException e) {
            throw new CorpusException(what + " \"" + named + "\" is no file name (" + e.getMessage() + ").", e);
        }
    }
}
