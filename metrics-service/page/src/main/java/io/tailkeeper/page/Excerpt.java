package io.tailkeeper.page;

/**
 * The beginning of a text that somebody or some model wrote.
 *
 * @param text the beginning
 * @param more how many UTF-16 units of the text follow; 0 where it is whole
 */
public record Excerpt(String text, int more) {

    /** UTF-16 units that are shown of a text. */
    public static final int LONGEST = 400;

    /** Of a text: its first {@value #LONGEST} UTF-16 units, one less where the cut would part a code point. */
    public static Excerpt of(String whole) {
        return of(whole, LONGEST);
    }

    static Excerpt of(String whole, int most) {
        if (whole.length() <= most) {
            return new Excerpt(whole, 0);
        }
        int end = Character.isHighSurrogate(whole.charAt(most - 1)) ? most - 1 : most;
        return new Excerpt(whole.substring(0, end), whole.length() - end);
    }
}
