package io.tailkeeper.bench;

import java.util.SplittableRandom;
import java.util.StringJoiner;

/** Text of made-up words with a skewed frequency, so that a bench needs no corpus. Equal seeds give equal text. */
final class PseudoText {

    private static final int WORDS = 3_000;

    private final SplittableRandom random;
    private final String[] words = new String[WORDS];

    PseudoText(long seed) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < WORDS; i++) {
            StringBuilder word = new StringBuilder();
            for (int length = random.nextInt(2, 9); length > 0; length--) {
                word.append((char) ('a' + random.nextInt(26)));
            }
            words[i] = word.toString();
        }
    }

    /** So many words, separated by spaces. */
    String words(int count) {
        StringJoiner text = new StringJoiner(" ");
        for (int i = 0; i < count; i++) {
            text.add(words[(int) (Math.pow(random.nextDouble(), 3) * WORDS)]);
        }
        return text.toString();
    }
}
