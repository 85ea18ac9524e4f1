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
    private static Map<Integer, Double> naive(String text) {
        List<Long> hashes = new ArrayList<>();
        for (int n = 3; n <= 5; n++) {
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
        Map<Integer, Double> expected = naive(text);
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
}
