package io.tailkeeper.languagemodel.tokenizer;

import io.tailkeeper.languagemodel.ForeignText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a backtracking engine finds all matches of a regular expression in a time that grows with the text and no faster.
 * Hugging Face's library ends the process where its engine gives up.
 *
 * <p>It does where nothing is repeated that is itself repeated or a choice; where a match can fail behind one unbounded
 * repetition at most; and where what such a repetition ran through in vain is taken as a whole by a choice that follows at
 * once, as in {@code \s+(?!\S)|\s+}. All published byte-level tokenizers keep that.
 */
final class LinearRegex {

    private static final int MAX_WAYS = 1000;

    private final List<List<RegexPart.Item>> choices;
    private int ways;
    private @Nullable String loop; // what is repeated before a place where the match can fail; null for nothing

    private LinearRegex(List<List<RegexPart.Item>> choices) {
        this.choices = choices;
    }

    /** @throws IllegalArgumentException when it is no expression that is read, or may take longer; the message says why */
    static void require(String pattern) {
        List<List<RegexPart.Item>> choices;
        try {
            choices = RegexParser.choices(pattern);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "its pattern " + ForeignText.shown(pattern) + " cannot be read: " + e.getMessage(), e);
        }
        try {
            new LinearRegex(choices).requireLinear();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "its pattern " + ForeignText.shown(pattern) + " may take for ever on some text: " + e.getMessage(),
                    e);
        }
    }

    private void requireLinear() {
        for (int choice = 0; choice < choices.size(); choice++) {
            ways = 1;
            loop = null;
            walk(choices.get(choice), false, false);
            if (loop != null) {
                requireTakenAsAWhole(choice, loop);
            }
        }
    }

    /**
     * Looks for repetitions that a failure behind them tries again.
     *
     * @param failsBehind whether the match can fail behind the sequence
     * @param inside whether the sequence is in a group
     */
    private void walk(List<RegexPart.Item> sequence, boolean failsBehind, boolean inside) {
        boolean fails = failsBehind;
        for (RegexPart.Item item : sequence.reversed()) {
            switch (item.part()) {
                case RegexPart.One one -> repeat(one.text(), item, fails, inside);
                case RegexPart.Edge _ -> {}
                case RegexPart.Group group -> walk(group, item, fails);
            }
            fails |= item.canFail();
        }
    }

    private void walk(RegexPart.Group group, RegexPart.Item item, boolean fails) {
        if (item.max() > 1) {
            boolean fixed = group.choices().size() == 1
                    && group.choices().getFirst().stream()
                            .allMatch(one -> one.part() instanceof RegexPart.One && one.min() == one.max());
            if (!fixed || group.looking()) {
                throw new IllegalArgumentException("it repeats the group " + ForeignText.shown(group.text()));
            }
            repeat(group.text(), item, fails, true);
            return;
        }
        multiply(group.choices().size() + (item.min() == 0 ? 1 : 0));
        for (List<RegexPart.Item> choice : group.choices()) {
            walk(choice, fails || group.looking(), true);
        }
    }

    private void repeat(String text, RegexPart.Item item, boolean fails, boolean inside) {
        if (!fails || item.min() == item.max()) {
            return;
        }
        if (item.max() < RegexPart.MANY) {
            multiply(item.max() - item.min() + 1);
            return;
        }
        if (loop != null || inside) {
            throw new IllegalArgumentException(
                    "a match can fail behind " + (inside ? "a repetition in a group" : "two repetitions"));
        }
        loop = text;
    }

    private void multiply(int by) {
        ways *= by;
        if (ways > MAX_WAYS) {
            throw new IllegalArgumentException("it can match in more than " + MAX_WAYS + " ways");
        }
    }

    private void requireTakenAsAWhole(int failing, String repeated) {
        if (!begins(choices.get(failing))) {
            throw new IllegalArgumentException("a match can fail behind a repetition that does not begin it");
        }
        for (int next = failing + 1; next < choices.size() && begins(choices.get(next)); next++) {
            List<RegexPart.Item> choice = choices.get(next);
            List<RegexPart.Item> rest = choice.subList(loopAt(choice) + 1, choice.size());
            if (rest.stream().noneMatch(RegexPart.Item::canFail)) {
                return;
            }
        }
        throw new IllegalArgumentException("a match can fail behind " + ForeignText.shown(repeated)
                + ", and no next choice takes that as a whole");
    }

    private boolean begins(List<RegexPart.Item> choice) {
        return loopAt(choice) >= 0;
    }

    /** Where the repetition stands, if nothing before it is needed; else -1. */
    private int loopAt(List<RegexPart.Item> choice) {
        for (int i = 0;
                i < choice.size() && !(choice.get(i).canFail() && choice.get(i).max() < RegexPart.MANY);
                i++) {
            RegexPart.Item item = choice.get(i);
            if (item.max() == RegexPart.MANY) {
                boolean same =
                        item.part() instanceof RegexPart.One one && one.text().equals(loop) && item.min() <= 1;
                return same ? i : -1;
            }
        }
        return -1;
    }
}
