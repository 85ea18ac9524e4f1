package io.tailkeeper.generator.wordnet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One meaning: the words that share it, what it means, and the meanings below it in the taxonomy.
 *
 * @param below offsets of the narrower meanings (nouns, verbs) or similar ones (adjectives)
 * @param top whether nothing is above it
 */
record Synset(
        int offset, List<String> words, String definition, List<String> examples, List<Integer> below, boolean top) {

    /** Reads a line of a WordNet database file (the form is described in wndb(5WN)). */
    static Synset parse(String line) {
        int bar = line.indexOf('|');
        String[] fields = line.substring(0, bar).split(" ", -1);
        int wordCount = Integer.parseInt(fields[3], 16);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < wordCount; i++) {
            String word = fields[4 + 2 * i].replace('_', ' ');
            int syntacticMarker = word.indexOf('(');
            words.add(syntacticMarker > 0 ? word.substring(0, syntacticMarker) : word);
        }
        int pointers = 4 + 2 * wordCount;
        int pointerCount = Integer.parseInt(fields[pointers]);
        List<Integer> below = new ArrayList<>();
        boolean top = !fields[2].equals("s");
        for (int i = 0; i < pointerCount; i++) {
            String symbol = fields[pointers + 1 + 4 * i];
            switch (symbol) {
                case "~", "~i", "&" -> below.add(Integer.valueOf(fields[pointers + 2 + 4 * i]));
                case "@", "@i" -> top = false;
                default -> {}
            }
        }
        List<String> gloss = Gloss.parts(line.substring(bar + 1));
        return new Synset(
                Integer.parseInt(fields[0]), words, gloss.getFirst(), gloss.subList(1, gloss.size()), below, top);
    }

    /** The meaning as prose: {@code Dog, domestic dog or Canis familiaris: a member of ... "The dog barked all night."} */
    String prose() {
        StringBuilder prose = new StringBuilder(heading());
        prose.append(' ').append(definition).append('.');
        for (String example : examples) {
            prose.append(" \"").append(sentence(example)).append('"');
        }
        return prose.toString();
    }

    /** What stands before the definition: {@code Dog, domestic dog or Canis familiaris:}. */
    String heading() {
        StringBuilder heading = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            heading.append(i == 0 ? "" : i == words.size() - 1 ? " or " : ", ").append(words.get(i));
        }
        return capital(heading.append(':').toString());
    }

    private static String sentence(String example) {
        char last = example.charAt(example.length() - 1);
        return capital(last == '.' || last == '!' || last == '?' ? example : example + ".");
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
