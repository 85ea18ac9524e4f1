package io.tailkeeper.languagemodel.tokenizer;

import io.tailkeeper.languagemodel.ForeignText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads regular expressions as tokenizers have them (Oniguruma's syntax); whatever goes beyond is refused. */
final class RegexParser {

    private static final int LONGEST = 10_000;
    private static final int DEEPEST = 20;
    private static final int MAX_TIMES = 1000;
    private static final Pattern OPENING = Pattern.compile("\\((\\?(:|>|<?[=!]|<\\w+>|[imsa-]{1,8}:))?");
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:[pP]\\{\\^?\\w{1,40}}|x\\{[0-9a-fA-F]{1,8}}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}"
                    + "|[dDwWsShHnrtfvaeRbBAzZG]|[^\\p{Alnum}])");
    private static final Pattern EDGE = Pattern.compile("\\\\[bBAzZG]");
    private static final Pattern INTERVAL = Pattern.compile("\\{(\\d{0,6})(,?)(\\d{0,6})}");

    private final String pattern;
    private int at;

    private RegexParser(String pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException when it is no such expression; the message says what is not understood */
    static List<List<RegexPart.Item>> choices(String pattern) {
        if (pattern.length() > LONGEST) {
            throw new IllegalArgumentException("it has " + pattern.length() + " characters, more than " + LONGEST);
        }
        RegexParser parser = new RegexParser(pattern);
        List<List<RegexPart.Item>> choices = parser.choices(0);
        if (parser.at < pattern.length()) {
            throw new IllegalArgumentException("it ends a group at character " + parser.at + " that does not begin");
        }
        return choices;
    }

    private List<List<RegexPart.Item>> choices(int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("its groups are more than " + DEEPEST + " deep");
        }
        List<List<RegexPart.Item>> choices = new ArrayList<>();
        choices.add(new ArrayList<>());
        while (at < pattern.length() && pattern.charAt(at) != ')') {
            if (pattern.charAt(at) == '|') {
                at++;
                choices.add(new ArrayList<>());
            } else {
                choices.getLast().add(item(depth));
            }
        }
        return choices;
    }

    private RegexPart.Item item(int depth) {
        RegexPart part = part(depth);
        char next = at < pattern.length() ? pattern.charAt(at) : 0;
        RegexPart.Item item =
                switch (next) {
                    case '*' -> new RegexPart.Item(part, 0, RegexPart.MANY);
                    case '+' -> new RegexPart.Item(part, 1, RegexPart.MANY);
                    case '?' -> new RegexPart.Item(part, 0, 1);
                    default -> null;
                };
        if (item == null) {
            item = interval(part);
        } else {
            at++;
            at += at < pattern.length() && "?+".indexOf(pattern.charAt(at)) >= 0 ? 1 : 0; // lazy or possessive
        }
        if (at < pattern.length() && "*+?".indexOf(pattern.charAt(at)) >= 0) {
            throw new IllegalArgumentException("it repeats a repetition");
        }
        return item;
    }

    private RegexPart.Item interval(RegexPart part) {
        Matcher interval = INTERVAL.matcher(pattern).region(at, pattern.length());
        if (!interval.lookingAt()
                || (interval.group(1).isEmpty() && interval.group(3).isEmpty())) {
            return new RegexPart.Item(part, 1, 1);
        }
        at = interval.end();
        at += at < pattern.length() && pattern.charAt(at) == '?' ? 1 : 0;
        int min = interval.group(1).isEmpty() ? 0 : Integer.parseInt(interval.group(1));
        int max = interval.group(2).isEmpty()
                ? min
                : interval.group(3).isEmpty() ? RegexPart.MANY : Integer.parseInt(interval.group(3));
        if (min > MAX_TIMES || max < min || (max > MAX_TIMES && max < RegexPart.MANY)) {
            throw new IllegalArgumentException("it repeats something " + interval.group() + " times");
        }
        return new RegexPart.Item(part, min, max);
    }

    private RegexPart part(int depth) {
        int from = at;
        switch (pattern.charAt(at)) {
            case '(' -> {
                return group(depth);
            }
            case '[' -> set(0);
            case '\\' -> {
                escape();
                if (EDGE.matcher(pattern).region(from, at).matches()) {
                    return new RegexPart.Edge();
                }
            }
            case '^', '$' -> {
                at++;
                return new RegexPart.Edge();
            }
            case '*', '+', '?' ->
                throw new IllegalArgumentException("nothing stands before the repetition at character " + at);
            default -> at = pattern.offsetByCodePoints(at, 1);
        }
        return new RegexPart.One(pattern.substring(from, at));
    }

    private RegexPart group(int depth) {
        int from = at;
        Matcher opening = OPENING.matcher(pattern).region(at, pattern.length());
        if (!opening.lookingAt()) {
            throw unknown();
        }
        at = opening.end();
        String kind = opening.group(2) == null ? "" : opening.group(2);
        if (kind.isEmpty() && at < pattern.length() && "?*".indexOf(pattern.charAt(at)) >= 0) {
            throw unknown();
        }
        List<List<RegexPart.Item>> choices = choices(depth + 1);
        if (at >= pattern.length()) {
            throw new IllegalArgumentException("the group that begins at character " + from + " does not end");
        }
        at++;
        return new RegexPart.Group(kind.matches("<?[=!]"), choices, pattern.substring(from, at));
    }

    /** Goes behind a set in brackets, which may hold others. */
    private void set(int depth) {
        int from = ++at;
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("its sets in brackets are more than " + DEEPEST + " deep");
        }
        while (at < pattern.length()) {
            char next = pattern.charAt(at);
            if (next == ']' && at > from && !(at == from + 1 && pattern.charAt(from) == '^')) {
                at++;
                return;
            }
            switch (next) {
                case '[' -> set(depth + 1);
                case '\\' -> escape();
                default -> at++;
            }
        }
        throw new IllegalArgumentException(
                "the set in brackets that begins at character " + (from - 1) + " does not end");
    }

    private void escape() {
        Matcher escape = ESCAPE.matcher(pattern).region(at, pattern.length());
        if (!escape.lookingAt()) {
            throw unknown();
        }
        at = escape.end();
    }

    private IllegalArgumentException unknown() {
        return new IllegalArgumentException("what it has from character " + at
                + " on is nothing that Tailkeeper knows to end in linear time: "
                + ForeignText.shown(pattern.substring(at)));
    }
}
