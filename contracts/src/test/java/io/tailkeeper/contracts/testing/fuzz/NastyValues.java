package io.tailkeeper.contracts.testing.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** Values, as JSON text or almost, that readers have stumbled over. */
final class NastyValues {

    private static final List<String> NUMBERS = words(
            """
            1e999 -1e999 1e-999 -0 -0.0 0 1 -1 0.1 1e0 1E+2 1e308 1.7976931348623159e308 4.9e-324
            2147483647 2147483648 -2147483649 9007199254740993 9223372036854775807 9223372036854775808
            -9223372036854775809 18446744073709551616 1e2147483647 1e-2147483648 1e99999999999999
            0.30000000000000004 1.0000000000000002 NaN Infinity -Infinity +1 01 .5 5. 0x10 1_000 1e --1 ١
            """);
    private static final List<String> WORDS = words(
            """
            null true false [] {} [[]] [{}] [null] {"":null} {"a":{"b":[1e999]}} undefined 'a' nul [1,] {,} [ } /**/1 #1
            """);
    private static final List<String> TEXTS = words(
            """
            "" "null" "1e999" "-1" "NaN" "\\u0000" "a\\u0000b" "\\ud800" "\\udc00\\ud800" "\\uD83D\\uDC26" "🐦"
            "\\uFEFFa" "a\\u2028b" "a\\nb" "run-1\\n" "../../etc" "file:///%00" "http://[::1" "2026-02-30T25:61:61Z"
            "2026-01-01T00:00:00+99:99" "0000-00-00T00:00:00Z" "9999-12-31T23:59:60.999999999Z" "\\x" "\\u12" "a
            "\\u0001" "İ" "ß" "%s%n" "{0}" "${a}" "a:0:human:0" "r:1" "-" "A" "\\u0020"
            """);

    private NastyValues() {}

    private static List<String> words(String list) {
        return List.of(list.strip().split("[ \n]+"));
    }

    static String number(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> "1" + "0".repeat(length(random));
            case 1 -> "0." + "0".repeat(length(random)) + "1";
            case 2 -> Long.toString(random.nextLong());
            case 3 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
            default -> NUMBERS.get(random.nextInt(NUMBERS.size()));
        };
    }

    static String value(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> number(random);
            case 3, 4 -> WORDS.get(random.nextInt(WORDS.size()));
            case 5, 6, 7 -> TEXTS.get(random.nextInt(TEXTS.size()));
            case 8 -> "\"" + "aü🐦\\n".repeat(length(random)) + "\"";
            default -> nested(random);
        };
    }

    /** A name of a field, as JSON text without its quotation marks. */
    static String name(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> "\\u0000";
            case 2 -> "#";
            case 3 -> "a/b~c";
            case 4 -> "n".repeat(length(random));
            default -> "\\ud800" + random.nextInt(10);
        };
    }

    private static String nested(SplittableRandom random) {
        int depth = length(random);
        String open = random.nextBoolean() ? "[" : "{\"a\":";
        String close = open.equals("[") ? "]" : "}";
        return open.repeat(depth) + number(random) + (random.nextInt(4) == 0 ? "" : close.repeat(depth));
    }

    /** Mostly short, now and then far beyond every limit. */
    static int length(SplittableRandom random) {
        return 1 << random.nextInt(random.nextInt(20) == 0 ? 18 : 10);
    }
}
