package io.tailkeeper.languagemodel;

/** Words out of other people's files, in a message of one line. */
public final class ForeignText {

    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_LINE = 2000;

    private ForeignText() {}

    /** A name or value without what a terminal would obey, and not endless. */
    public static String shown(String text) {
        return plain(text, LONGEST_NAME);
    }

    /** A whole message, whose parts may come from a file. */
    static String line(String message) {
        return plain(message, LONGEST_LINE);
    }

    /** A text of any length without what a terminal would obey: control, bidirectional and unassigned characters. */
    public static String plain(String text) {
        return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "\uFFFD");
    }

    private static String plain(String text, int most) {
        return text.length() > most ? plain(text.substring(0, most)) + "…" : plain(text);
    }
}
