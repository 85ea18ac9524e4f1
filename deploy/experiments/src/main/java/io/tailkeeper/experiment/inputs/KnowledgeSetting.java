package io.tailkeeper.experiment.inputs;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.KnowledgeSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.texts.TextException;
import io.tailkeeper.texts.knowledge.KnowledgeFile;
import java.util.List;
import java.util.Locale;

/** The {@code knowledge} of a specification: what the models are asked. */
public final class KnowledgeSetting {

    private KnowledgeSetting() {}

    /**
     * Reads the items of an experiment's runs as the generator will: all runs have the same, but for what the seed draws.
     *
     * @return what the models are asked, a line; nothing where the specification is silent
     * @throws ExperimentException when a file cannot be used: what, where, and how to mend it
     */
    public static List<String> survey(List<RunRequested> requests) {
        RunSpecification run = requests.getFirst().specification();
        KnowledgeSpecification asked = run.knowledge();
        if (asked == null) {
            return List.of();
        }
        if (asked.file() != null) {
            try {
                KnowledgeFile file = KnowledgeFile.read(asked, run.seed());
                return List.of(String.format(
                        Locale.ROOT,
                        "knowledge: %,d of %,d items of %s",
                        file.items().size(),
                        file.rows(),
                        asked.file()));
            } catch (TextException e) {
                throw new ExperimentException("knowledge.file " + e.getMessage());
            }
        }
        return List.of(
                run.asksKnowledge()
                        ? String.format(Locale.ROOT, "knowledge: %,d items of WordNet's taxonomy", asked.items())
                        : "knowledge: nothing is asked, for items are made of the corpus " + CorpusSpecification.WORDNET
                                + " alone; name a file of items with --set knowledge.file=FILE");
    }
}
