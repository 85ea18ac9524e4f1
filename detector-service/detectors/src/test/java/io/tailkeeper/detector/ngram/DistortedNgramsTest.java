package io.tailkeeper.detector.ngram;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.detector.LabelledText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistortedNgramsTest {

    private static final Pattern TOKEN = Pattern.compile("\\p{L}+(?:'\\p{L}+)*|\\p{Nd}+|[^ ]");
    private static final List<String> FREQUENT = List.of("the", "it's", "\u00fcber", "of");

    private static int[] hashes(String text) {
        int[] found = new int[4 * text.length()];
        int count = new DistortedNgrams(new FrequentWords(FREQUENT)).add(text.toCharArray(), text.length(), found, 32);
        return Arrays.copyOf(found, count);
    }

    /** The n-grams as they would be written. */
    private static List<String> naive(String text) {
        List<String> symbols = new ArrayList<>();
        List<String> ngrams = new ArrayList<>();
        for (Matcher token = TOKEN.matcher(text); token.find(); ) {
            symbols.add(symbol(token.group()));
            for (int n = 1; n <= Math.min(4, symbols.size()); n++) {
                ngrams.add(String.join(" ", symbols.subList(symbols.size() - n, symbols.size())));
            }
        }
        return ngrams;
    }

    private static String symbol(String token) {
        String lower = token.toLowerCase(Locale.ROOT);
        if (Set.copyOf(FREQUENT).contains(lower)) {
            return lower;
        }
        if (Character.isDigit(token.charAt(0))) {
            return "0".repeat(Math.min(4, token.length()));
        }
        return Character.isLetter(token.charAt(0))
                ? (Character.isUpperCase(token.charAt(0)) ? "A" : "a") + "*" + lower.charAt(lower.length() - 1)
                : token;
    }

    @Test
    void equalNgramsAndNoOthersHaveEqualHashes() {
        Random random = new Random(3);
        String[] pieces = {
            "the", "The", "it's", "\u00dcber", "of", "tale", "Tub", "sons'", "42", "1704", "17045", ",", "\"", "'", "e"
        };
        Map<String, Integer> hashOf = new HashMap<>();
        Map<Integer, String> ngramOf = new HashMap<>();
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]).append(random.nextInt(4) > 0 ? " " : "");
            }
            List<String> expected = naive(text.toString());
            int[] found = hashes(text.toString());
            assertThat(found).as(text.toString()).hasSize(expected.size());
            for (int i = 0; i < found.length; i++) {
                assertThat(hashOf.putIfAbsent(expected.get(i), found[i]))
                        .as("%s in %s", expected.get(i), text)
                        .isIn(null, found[i]);
                assertThat(ngramOf.putIfAbsent(found[i], expected.get(i))).isIn(null, expected.get(i));
            }
        }
        assertThat(hashOf).hasSizeGreaterThan(3_000);
    }

    @Test
    void otherMattersWrittenTheSameWayLookTheSame() {
        assertThat(hashes("The whale of the sea, it's 12 tons"))
                .isEqualTo(hashes("The whale of the sea, it's 12 tons"
                        .replace("whale", "table")
                        .replace("sea", "opera")))
                .isNotEqualTo(hashes("The whale of a sea, it's 12 tons"))
                .isNotEqualTo(hashes("The whale of the sea; it's 12 tons"))
                .isNotEqualTo(hashes("The Whale of the sea, it's 12 tons"))
                .isNotEqualTo(hashes("The whale of the sea, it's 120 tons"));
    }

    @Test
    void emptyTextsAndOnesOfBlanksHaveNone() {
        assertThat(hashes("")).isEmpty();
        assertThat(hashes("   ")).isEmpty();
    }

    @Test
    void frequentWordsAreThoseOfHumanTextsOfEverySource() {
        List<LabelledText> texts = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            texts.add(new LabelledText("Ships ships sail; the wind", false, "sea", "s" + i));
            texts.add(new LabelledText("delve into the tapestry", true, "sea", "m" + i));
        }
        for (int i = 0; i < 10; i++) {
            texts.add(new LabelledText("The court's ruling" + (i < 5 ? " came" : ""), false, "law", "l" + i));
        }
        assertThat(FrequentWords.of(texts).words())
                .as("each source counts alike, machine-written texts do not")
                .containsExactly("the", "court's", "ruling", "sail", "ships", "wind", "came");
        String many = String.join(
                " ",
                IntStream.range(0, 500)
                        .mapToObj(i -> "w" + (char) ('a' + i % 26) + (char) ('a' + i / 26))
                        .toList());
        assertThat(FrequentWords.of(List.of(new LabelledText(many, false, "s", "o")))
                        .words())
                .hasSize(300)
                .isSorted();
    }
}
