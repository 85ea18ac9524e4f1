package io.tailkeeper.detector.ngram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainNgramsTest {

    private static final int SHIFT = 45;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private static List<Integer> hashes(String text, boolean fives) {
        int[] found = new int[5 * text.length() + 2];
        int n = new PlainNgrams(fives).add((text + "unread").toCharArray(), text.length(), found, SHIFT);
        return Arrays.stream(found, 0, n).boxed().toList();
    }

    private static long fold(long start, String symbols) {
        long hash = start;
        for (int i = 0; i < symbols.length(); i++) {
            hash = (hash ^ symbols.charAt(i)) * MIX;
        }
        return hash;
    }

    private static int characters(String run) {
        return (int) (fold(0xC2B2AE3D27D4EB4FL, run) >>> SHIFT);
    }

    private static long word(String word) {
        long folded = fold(0x165667B19E3779F9L, word);
        return (folded ^ folded >>> 32) * MIX;
    }

    private static int pair(String first, String second) {
        return (int) (((Long.rotateLeft(word(first), 21) ^ word(second)) * MIX) >>> SHIFT);
    }

    @Test
    void runsOfCharactersWordsAndPairsOfWordsAreListed() {
        List<Integer> expected = new ArrayList<>();
        for (String run : List.of("a b", "a bc", "a bc ", " bc", " bc ", " bc d", "bc ", "bc d", "c d")) {
            expected.add(characters(run));
        }
        for (String word : List.of("a", "bc", "d")) {
            expected.add((int) (word(word) >>> SHIFT));
        }
        expected.add(pair("a", "bc"));
        expected.add(pair("bc", "d"));
        assertThat(hashes("a bc d", true)).containsExactlyInAnyOrderElementsOf(expected);
        expected.remove((Integer) characters("a bc "));
        expected.remove((Integer) characters(" bc d"));
        assertThat(hashes("a bc d", false)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void shortTextsHaveFew() {
        assertThat(hashes("", true)).isEmpty();
        assertThat(hashes("ab", true)).containsExactly((int) (word("ab") >>> SHIFT));
        assertThat(hashes("abc", true)).containsExactly(characters("abc"), (int) (word("abc") >>> SHIFT));
    }
}
