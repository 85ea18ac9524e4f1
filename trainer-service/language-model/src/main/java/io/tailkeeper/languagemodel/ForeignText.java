package io.tailkeeper.languagemodel;

/** Names out of other people's files, in a message of one line. */
final class ForeignText {

    private static final int MOST = 120;

    private ForeignText() {}

    /** The text without what a terminal would obey, and not endless. */
    static String shown(String text) {
        String plain = text.replaceAll("\\p{C}", "\uFFFD");
        return plain.length() <= MOST ? plain : plain.substring(0, MOST) + "…";
    }
}
