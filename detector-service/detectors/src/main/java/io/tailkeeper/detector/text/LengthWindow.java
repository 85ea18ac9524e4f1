package io.tailkeeper.detector.text;

/**
 * How much of a text a detector judges.
 *
 * <p>A text of fewer words than {@code leastWords} is not judged: it gets the prior and is flagged. Of a text longer than
 * {@code mostCharacters} one end is judged, cut between words. Time and memory are bounded by the window, not by the
 * text; only blanks at the judged end are passed over one by one.
 *
 * @param leastWords fewest words that are judged
 * @param mostCharacters normalised characters that are judged at most
 * @param side the end of a long text that is judged
 * @param prior probability of being machine-written of a text too short to judge
 */
public record LengthWindow(int leastWords, int mostCharacters, Side side, double prior) {

    /** An end of a text. */
    public enum Side {
        /** The beginning. */
        HEAD,
        /** The end. */
        TAIL
    }

    /** 8 words to 16,384 characters from the beginning, prior 0.5. */
    public static final LengthWindow DEFAULT = new LengthWindow(8, 16_384, Side.HEAD, 0.5);

    /** White space and marks may take so many characters for each that is left of them. */
    private static final int RAW_FACTOR = 4;

    public LengthWindow {
        if (leastWords < 0 || leastWords > 1_000_000) {
            throw new IllegalArgumentException("least words: " + leastWords + " is out of range; 0 to 1,000,000");
        }
        if (mostCharacters < 64 || mostCharacters > 100_000_000) {
            throw new IllegalArgumentException(
                    "most characters: " + mostCharacters + " is out of range; 64 to 100,000,000");
        }
        if (!(prior > 0 && prior < 1)) {
            throw new IllegalArgumentException("prior: " + prior + " is no probability between 0 and 1");
        }
    }

    /**
     * What is judged of a text.
     *
     * @param text normalised
     * @param tooShort whether it has too few words to be judged
     * @param cut whether it is one end of a longer text
     */
    public record Window(String text, boolean tooShort, boolean cut) {}

    /** The window of a text that need not be normalised. */
    public Window of(String text) {
        int from = 0;
        int to = text.length();
        while (side == Side.HEAD && from < to && isNothing(text.charAt(from))) {
            from++;
        }
        while (side == Side.TAIL && to > from && isNothing(text.charAt(to - 1))) {
            to--;
        }
        int most = Math.multiplyExact(RAW_FACTOR, mostCharacters);
        boolean cut = to - from > most;
        if (cut && side == Side.HEAD) {
            to = from + most;
        } else if (cut) {
            from = to - most;
        }
        String normalised = NormalizedText.of(
                text.substring(splitsPair(text, from) ? from + 1 : from, splitsPair(text, to) ? to - 1 : to));
        if (normalised.length() > mostCharacters) {
            cut = true;
            normalised = side == Side.HEAD ? firstWords(normalised) : lastWords(normalised);
        }
        return new Window(normalised, hasFewerWordsThanLeast(normalised), cut);
    }

    private String firstWords(String text) {
        int space = text.lastIndexOf(' ', mostCharacters);
        int end = splitsPair(text, mostCharacters) ? mostCharacters - 1 : mostCharacters;
        return text.substring(0, space > 0 ? space : end);
    }

    private String lastWords(String text) {
        int begin = text.length() - mostCharacters;
        int space = text.indexOf(' ', begin - 1);
        return text.substring(space >= 0 ? space + 1 : splitsPair(text, begin) ? begin + 1 : begin);
    }

    private boolean hasFewerWordsThanLeast(String normalised) {
        int words = normalised.isEmpty() ? 0 : 1;
        for (int i = normalised.indexOf(' '); i >= 0 && words < leastWords; i = normalised.indexOf(' ', i + 1)) {
            words++;
        }
        return words < leastWords;
    }

    private static boolean isNothing(char c) {
        return NormalizedText.isBlank(c) || NormalizedText.isInvisible(c);
    }

    private static boolean splitsPair(String text, int at) {
        return at > 0 && at < text.length() && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
    }
}
