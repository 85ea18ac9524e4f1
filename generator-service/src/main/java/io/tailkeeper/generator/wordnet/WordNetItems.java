package io.tailkeeper.generator.wordnet;

import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.knowledge.KnowledgeItem;
import io.tailkeeper.contracts.specification.KnowledgeSpecification;
import io.tailkeeper.generator.KnowledgeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Items of the taxonomy: a meaning's words are the context, its own definition is true, that of a sibling false. Words and
 * definition stand as they do in the corpus. A sibling stands below the same meaning, or is similar to the same adjective. The
 * next item asks the same two definitions of the sibling: a model that reads no context is right in exactly one of the two.
 *
 * <p>Meanings are drawn from all of WordNet, and no partition is spared: an item asks what a model may have been trained on.
 */
public final class WordNetItems implements KnowledgeSource {

    /**
     * A meaning that has others above it.
     *
     * @param name file and offset
     * @param place by which it is drawn, in [0, 1)
     * @param above the first of them
     * @param synsets of its file
     */
    private record Meaning(String name, double place, Synset synset, Synset above, Map<Integer, Synset> synsets) {

        /** The others below the same meaning, those with its own definition left out. */
        List<Synset> siblings() {
            return above.below().stream()
                    .map(offset -> of(synsets, offset))
                    .filter(other -> !other.definition().equals(synset.definition()))
                    .toList();
        }
    }

    @Override
    public List<KnowledgeItem> items(KnowledgeSpecification asked, long seed) {
        List<Meaning> meanings = new ArrayList<>();
        for (String file : WordNet.FILES) {
            Map<Integer, Synset> synsets = WordNet.synsets(file);
            firstAbove(synsets).forEach((offset, above) -> {
                String name = file + ":" + offset;
                double place = Seeds.uniform(seed, name, "knowledge-item");
                meanings.add(new Meaning(name, place, of(synsets, offset), above, synsets));
            });
        }
        return meanings.stream()
                .sorted(Comparator.comparingDouble(Meaning::place))
                .flatMap(meaning -> items(meaning, seed))
                .limit(asked.items())
                .toList();
    }

    /** The first meaning above each that has one. */
    private static Map<Integer, Synset> firstAbove(Map<Integer, Synset> synsets) {
        Map<Integer, Synset> above = new LinkedHashMap<>();
        synsets.values().forEach(each -> each.below().forEach(below -> above.putIfAbsent(below, each)));
        return above;
    }

    /** An item and its twin; none where a meaning has no sibling. */
    private static Stream<KnowledgeItem> items(Meaning meaning, long seed) {
        List<Synset> siblings = meaning.siblings();
        if (siblings.isEmpty()) {
            return Stream.of();
        }
        double place = Seeds.uniform(seed, meaning.name(), "knowledge-sibling");
        Synset sibling = siblings.get((int) (place * siblings.size()));
        return Stream.of(item(meaning.synset(), sibling), item(sibling, meaning.synset()));
    }

    private static KnowledgeItem item(Synset of, Synset other) {
        return new KnowledgeItem(of.heading(), " " + of.definition() + ".", " " + other.definition() + ".");
    }

    private static Synset of(Map<Integer, Synset> synsets, int offset) {
        return Objects.requireNonNull(synsets.get(offset), "a meaning points at one of its own file");
    }
}
