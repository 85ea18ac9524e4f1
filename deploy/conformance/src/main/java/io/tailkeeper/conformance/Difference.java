package io.tailkeeper.conformance;

/** Where two texts part, for people. */
final class Difference {

    private static final int AROUND = 20;

    private Difference() {}

    static String between(String sent, String received) {
        int at = 0;
        while (at < sent.length() && at < received.length() && sent.charAt(at) == received.charAt(at)) {
            at++;
        }
        return "sent …" + excerpt(sent, at) + "… came back as …" + excerpt(received, at) + "…";
    }

    private static String excerpt(String text, int at) {
        String part = text.substring(Math.max(0, at - AROUND), Math.min(text.length(), at + AROUND));
        StringBuilder shown = new StringBuilder();
        part.chars()
                .forEach(unit -> shown.append(
                        unit >= ' ' && unit < 0x7f ? Character.toString(unit) : String.format("\\u%04x", unit)));
        return shown.toString();
    }
}
