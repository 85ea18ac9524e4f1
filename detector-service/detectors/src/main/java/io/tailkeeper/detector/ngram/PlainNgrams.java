package io.tailkeeper.detector.ngram;

/**
 * Words, pairs of words, and runs of 3 and 4 characters or of 3 to 5, of a text as it stands. Never changed; safe for use by
 * several threads.
 */
final class PlainNgrams {

    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final long CHARACTERS = 0xC2B2AE3D27D4EB4FL;
    private static final long WORDS = 0x165667B19E3779F9L;

    private final boolean fives;

    /** With runs of 5 characters, or without. */
    PlainNgrams(boolean fives) {
        this.fives = fives;
    }

    /**
     * Lists the hashes of a text's n-grams.
     *
     * @param text (at least length); blanks between words
     * @param found has room for three hashes a character and two a word
     * @param shift of a hash to the right
     * @return the number of hashes
     */
    int add(char[] text, int length, int[] found, int shift) {
        return addWords(text, length, found, addCharacters(text, length, found, shift), shift);
    }

    private int addCharacters(char[] text, int length, int[] found, int shift) {
        int n = 0;
        for (int i = 0; i + 2 < length; i++) {
            long hash = ((((CHARACTERS ^ text[i]) * MIX) ^ text[i + 1]) * MIX ^ text[i + 2]) * MIX;
            found[n++] = (int) (hash >>> shift);
            if (i + 3 < length) {
                hash = (hash ^ text[i + 3]) * MIX;
                found[n++] = (int) (hash >>> shift);
            }
            if (fives && i + 4 < length) {
                found[n++] = (int) (((hash ^ text[i + 4]) * MIX) >>> shift);
            }
        }
        return n;
    }

    private static int addWords(char[] text, int length, int[] found, int from, int shift) {
        int n = from;
        long before = 0;
        long word = WORDS;
        for (int i = 0; i <= length; i++) {
            if (i < length && text[i] != ' ') {
                word = (word ^ text[i]) * MIX;
            } else if (word != WORDS) {
                long hash = (word ^ word >>> 32) * MIX;
                found[n++] = (int) (hash >>> shift);
                if (before != 0) {
                    found[n++] = (int) (((Long.rotateLeft(before, 21) ^ hash) * MIX) >>> shift);
                }
                before = hash;
                word = WORDS;
            }
        }
        return n;
    }
}
