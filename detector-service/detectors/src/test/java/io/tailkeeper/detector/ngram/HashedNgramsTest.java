package io.tailkeeper.detector.ngram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HashedNgramsTest {

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private static long fold(long start, String symbols) {
        long hash = start;
        for (int i = 0; i < symbols.length(); i++) {
            hash = (hash ^ symbols.charAt(i)) * MIX;
        }
        return hash;
    }

    /** Lists every n-gram of the text, then counts. */
    private static Map<Integer, Double> naive(String text, int longest) {
        List<Long> hashes = new ArrayList<>();
        for (int n = 3; n <= longest; n++) {
            for (int i = 0; i + n <= text.length(); i++) {
                hashes.add(fold(0xC2B2AE3D27D4EB4FL, text.substring(i, i + n)));
            }
        }
        Long before = null;
        for (String word : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            long folded = fold(0x165667B19E3779F9L, word);
            long hash = (folded ^ (folded >>> 32)) * MIX;
            hashes.add(hash);
            if (before != null) {
                hashes.add((Long.rotateLeft(before, 21) ^ hash) * MIX);
            }
            before = hash;
        }
        Map<Integer, Integer> counts = new TreeMap<>();
        for (long hash : hashes) {
            int bucket = (int) (hash >>> 46);
            counts.merge(bucket, (hash >>> 45 & 1) == 1 ? 1 : -1, Integer::sum);
        }
        Map<Integer, Double> values = new TreeMap<>();
        counts.forEach((bucket, count) -> {
            if (count != 0) {
                values.put(bucket, Math.signum(count) * (1 + Math.log(Math.abs(count))));
            }
        });
        double norm = Math.sqrt(values.values().stream().mapToDouble(v -> v * v).sum());
        values.replaceAll((bucket, value) -> value / norm);
        return values;
    }

    private static void assertSame(HashedNgrams ngrams, String text) {
        ngrams.read(text);
        Map<Integer, Double> expected = naive(text, 5);
        assertThat(ngrams.size()).isEqualTo(expected.size());
        for (int i = 0; i < ngrams.size(); i++) {
            assertThat((double) ngrams.value(i)).as(text).isCloseTo(expected.get(ngrams.bucket(i)), within(1e-6));
        }
    }

    @Test
    void theVectorIsThatOfTheNaiveCount() {
        HashedNgrams ngrams = new HashedNgrams();
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int word = random.nextInt(60); word >= 0; word--) {
                text.append("abcde\u00e9", 0, 1 + random.nextInt(6)).append(word > 0 ? " " : "");
            }
            assertSame(ngrams, text.toString());
        }
    }

    @Test
    void shortAndLongTextsLeaveNothingBehind() {
        HashedNgrams ngrams = new HashedNgrams();
        Random random = new Random(8);
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 150_000; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        for (String text : List.of("", "a", "ab", "abc", "a b", letters.toString(), "abc", "aaaa ".repeat(500) + "b")) {
            assertSame(ngrams, text);
        }
    }

    @Test
    void theDistortedTextIsASecondVectorBesideTheFirst() {
        DistortedNgrams distorted = new DistortedNgrams(new FrequentWords(List.of("a", "of")));
        HashedNgrams both = new HashedNgrams(distorted);
        String text = "A tale of a tub, of 1704 a tale";
        Map<Integer, Double> first = naive(text, 4);
        both.read("another text before");
        both.read(text);
        for (int i = 0; i < first.size(); i++) {
            assertThat((double) both.value(i)).isCloseTo(first.get(both.bucket(i)), within(1e-6));
        }
        int[] hashes = new int[100];
        int ngrams = distorted.add(text.toCharArray(), text.length(), hashes, 45);
        assertThat(ngrams).as("of 10 words and marks").isEqualTo(10 + 9 + 8 + 7);
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int i = 0; i < ngrams; i++) {
            counts.merge(hashes[i] >>> 1, 2 * (hashes[i] & 1) - 1, Integer::sum);
        }
        counts.values().removeIf(count -> count == 0);
        double norm = Math.sqrt(counts.values().stream()
                .mapToDouble(count -> Math.pow(1 + Math.log(Math.abs(count)), 2))
                .sum());
        assertThat(both.size()).isEqualTo(first.size() + counts.size());
        for (int i = first.size(); i < both.size(); i++) {
            int count = counts.get(both.bucket(i));
            assertThat((double) both.value(i))
                    .isCloseTo(Math.signum(count) * (1 + Math.log(Math.abs(count))) / norm, within(1e-6));
        }
    }
}
