package io.tailkeeper.generator.files;

import io.tailkeeper.contracts.knowledge.KnowledgeItem;
import io.tailkeeper.contracts.specification.KnowledgeSpecification;
import io.tailkeeper.generator.CorpusException;
import io.tailkeeper.generator.KnowledgeSource;
import io.tailkeeper.texts.TextException;
import io.tailkeeper.texts.knowledge.KnowledgeFile;
import java.lang.System.Logger.Level;
import java.util.List;

/** Items of a file that a person names, as {@link KnowledgeFile} reads them. */
public final class KnowledgeFiles implements KnowledgeSource {

    private static final System.Logger LOG = System.getLogger(KnowledgeFiles.class.getName());

    @Override
    public List<KnowledgeItem> items(KnowledgeSpecification asked, long seed) {
        try {
            KnowledgeFile file = KnowledgeFile.read(asked, seed);
            LOG.log(
                    Level.INFO,
                    "knowledge.file {0}: {1} of {2} items",
                    asked.file(),
                    file.items().size(),
                    file.rows());
            return file.items();
        } catch (TextException e) {
            throw new CorpusException("knowledge.file " + e.getMessage() + ".", e);
        }
    }
}
