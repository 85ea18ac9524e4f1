package io.tailkeeper.generator.wordnet;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The text of a meaning as the database has it: a definition, then examples in double quotes, parted by semicolons. */
final class Gloss {

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    private Gloss() {}

    /** The definition and then the examples, cleaned of the file's marks. */
    static List<String> parts(String gloss) {
        List<String> parts = new ArrayList<>();
        int quote = gloss.indexOf('"');
        parts.add(tidy(quote < 0 ? gloss : gloss.substring(0, quote)));
        while (quote >= 0) {
            int end = gloss.indexOf('"', quote + 1);
            String example = tidy(gloss.substring(quote + 1, end < 0 ? gloss.length() : end));
            if (!example.isEmpty()) {
                parts.add(example);
            }
            quote = end < 0 ? -1 : gloss.indexOf('"', end + 1);
        }
        return parts;
    }

    private static String tidy(String text) {
        String plain =
                WHITE_SPACE.matcher(text.replace('`', '\'')).replaceAll(" ").strip();
        int end = plain.length();
        while (end > 0 && ";:, .".indexOf(plain.charAt(end - 1)) >= 0) {
            end--;
        }
        return plain.substring(0, end);
    }
}
