package io.tailkeeper.languagemodel.tokenizer;

import java.util.List;

/** The parts of a regular expression that {@link LinearRegex} tells apart. */
sealed interface RegexPart {

    /** How often an item without a bound comes at most. */
    int MANY = Integer.MAX_VALUE;

    /** One character of a set; two parts of equal text are equal sets. */
    record One(String text) implements RegexPart {}

    /** A place that must be of a kind, as the end of the text. */
    record Edge() implements RegexPart {}

    /**
     * Choices in parentheses.
     *
     * @param looking whether it only looks at what follows or precedes
     * @param choices the sequences, of which the first that fits is taken
     * @param text as written
     */
    record Group(boolean looking, List<List<Item>> choices, String text) implements RegexPart {}

    /** A part that comes {@code min} to {@code max} times. */
    record Item(RegexPart part, int min, int max) {

        /** Whether a match can fail here. */
        boolean canFail() {
            return switch (part) {
                case One _ -> min > 0;
                case Edge _ -> true;
                case Group group ->
                    group.looking()
                            || (min > 0
                                    && group.choices().stream()
                                            .allMatch(choice -> choice.stream().anyMatch(Item::canFail)));
            };
        }
    }
}
