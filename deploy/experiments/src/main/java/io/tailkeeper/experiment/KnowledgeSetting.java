package io.tailkeeper.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.KnowledgeSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.texts.TextException;
import io.tailkeeper.texts.knowledge.KnowledgeFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The {@code knowledge} of a specification: what the models are asked. */
public final class KnowledgeSetting {

    private static final String FILE = "file";

    private KnowledgeSetting() {}

    /**
     * Makes the path of a file absolute, so that it names the same one for every program.
     *
     * @throws ExperimentException when it is none
     */
    static void resolve(ObjectNode specification) {
        if (specification.path("knowledge") instanceof ObjectNode group
                && group.path(FILE).isTextual()) {
            String named = group.path(FILE).asText();
            try {
                if (!named.isBlank()) { // the record says what is wrong with that
                    group.put(FILE, Path.of(named).toAbsolutePath().normalize().toString());
                }
            } catch (InvalidPathException e) {
                throw new ExperimentException(
                        "knowledge.file: \"" + named + "\" is no path: " + e.getReason(), "knowledge.file");
            }
        }
    }

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
