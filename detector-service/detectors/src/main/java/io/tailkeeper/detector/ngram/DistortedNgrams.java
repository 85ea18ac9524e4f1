package io.tailkeeper.detector.ngram;

import java.util.function.Consumer;

/**
 * Runs of 1 to 4 words and marks of a text that has been made unreadable: of a word that is not frequent only whether it
 * begins with a capital and its last letter are left, of a number its length up to 4.
 *
 * <p>What is left is how a text is written and not what it is about, so that it holds for other domains than those it was
 * learned from (Stamatatos, Authorship Attribution Using Text Distortion, EACL 2017; the last letter is ours). Never changed;
 * safe for use by several threads.
 */
final class DistortedNgrams {

    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final long WORD = 0x27D4EB2F165667C5L;
    private static final long SHAPE = 0x85EBCA77C2B2AE63L;
    private static final long NUMBER = 0x9FB21C651E98DF25L;
    private static final long MARK = 0xD6E8FEB86659FD93L;
    private static final int CAPITAL = 1 << Character.SIZE;
    private static final int LONGEST_NUMBER = 4;

    private final FrequentWords frequent;
    private final long[] table; // hashes of the frequent words, 0 where there is none; a power of two long

    DistortedNgrams(FrequentWords frequent) {
        this.frequent = frequent;
        table = new long[Integer.highestOneBit(4 * frequent.words().size() + 1) * 2];
        for (String word : frequent.words()) {
            char[] letters = word.toCharArray();
            long hash = hash(letters, 0, letters.length);
            table[slot(hash)] = hash;
        }
    }

    /** The words that are left as they are. */
    FrequentWords frequent() {
        return frequent;
    }

    /** Gives the words of a text, in lower case: letters, with apostrophes between them. */
    static void words(String text, Consumer<String> to) {
        char[] letters = text.toCharArray();
        for (int from = 0; from < letters.length; ) {
            int end = end(letters, letters.length, from);
            if (Character.isLetter(letters[from])) {
                for (int i = from; i < end; i++) {
                    letters[i] = Character.toLowerCase(letters[i]);
                }
                to.accept(new String(letters, from, end - from));
            }
            from = end;
        }
    }

    /**
     * Lists the hashes of a text's n-grams.
     *
     * @param text (at least length); blanks between words
     * @param found has room for four hashes a character
     * @param shift of a hash to the right
     * @return the number of hashes
     */
    int add(char[] text, int length, int[] found, int shift) {
        int n = 0;
        long before = 0; // symbols: the one before, those two and three before
        long second = 0;
        long third = 0;
        for (int from = 0; from < length; ) {
            int end = end(text, length, from);
            if (text[from] != ' ') {
                long symbol = symbol(text, from, end);
                long hash = symbol;
                found[n++] = (int) ((hash * MIX) >>> shift);
                if (before != 0) {
                    hash ^= Long.rotateLeft(before, 17);
                    found[n++] = (int) ((hash * MIX) >>> shift);
                }
                if (second != 0) {
                    hash ^= Long.rotateLeft(second, 34);
                    found[n++] = (int) ((hash * MIX) >>> shift);
                }
                if (third != 0) {
                    hash ^= Long.rotateLeft(third, 51);
                    found[n++] = (int) ((hash * MIX) >>> shift);
                }
                third = second;
                second = before;
                before = symbol;
            }
            from = end;
        }
        return n;
    }

    private long symbol(char[] text, int from, int end) {
        char first = text[from];
        if (Character.isLetter(first)) {
            long hash = hash(text, from, end);
            return table[slot(hash)] == hash
                    ? hash
                    : mixed(SHAPE
                            ^ Character.toLowerCase(text[end - 1])
                            ^ (Character.isUpperCase(first) ? CAPITAL : 0));
        }
        return Character.isDigit(first) ? mixed(NUMBER ^ Math.min(end - from, LONGEST_NUMBER)) : mixed(MARK ^ first);
    }

    /** Where the word, the number or the mark at a place ends. */
    private static int end(char[] text, int length, int from) {
        int end = from + 1;
        if (Character.isLetter(text[from])) {
            while (end < length && (Character.isLetter(text[end]) || isInside(text, length, end))) {
                end++;
            }
        } else if (Character.isDigit(text[from])) {
            while (end < length && Character.isDigit(text[end])) {
                end++;
            }
        }
        return end;
    }

    private static boolean isInside(char[] text, int length, int apostrophe) {
        return text[apostrophe] == '\'' && apostrophe + 1 < length && Character.isLetter(text[apostrophe + 1]);
    }

    private static long hash(char[] text, int from, int end) {
        long hash = WORD;
        for (int i = from; i < end; i++) {
            hash = (hash ^ Character.toLowerCase(text[i])) * MIX;
        }
        return mixed(hash);
    }

    private static long mixed(long hash) {
        return (hash ^ hash >>> 32) * MIX;
    }

    /** The place of a hash in the table, or that of the hole where it would be. */
    private int slot(long hash) {
        int at = (int) (hash >>> 40) & (table.length - 1);
        while (table[at] != 0 && table[at] != hash) {
            at = (at + 1) & (table.length - 1);
        }
        return at;
    }
}
