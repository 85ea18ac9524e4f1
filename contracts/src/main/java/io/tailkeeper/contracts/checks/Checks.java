package io.tailkeeper.contracts.checks;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The value checks of the records; every message names the setting, the value and what is allowed. */
public final class Checks {

    /** Longest name of a thing that is no id, in UTF-16 units. */
    public static final int LONGEST_NAME = 200;

    /** Longest path or address of a file, in UTF-16 units. */
    public static final int LONGEST_PATH = 4_096;

    /** The largest whole number that every JSON reader keeps exactly, 2^53. */
    public static final long LARGEST_EXACT = 9_007_199_254_740_992L;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,199}");
    private static final Pattern RUN_ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,79}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private Checks() {}

    /** A value that is there. */
    public static <T> T present(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    /** An id of anything but a run. */
    public static String id(String name, @Nullable String value) {
        return matches(name, value, ID, "1 to 200 letters, digits and . _ : @ / + -, beginning with a letter or digit");
    }

    /** An id of a run or an experiment. */
    public static String runId(String name, @Nullable String value) {
        return matches(name, value, RUN_ID, "1 to 80 lower-case letters, digits and dashes");
    }

    /** A digest. */
    public static String sha256(String name, @Nullable String value) {
        return matches(name, value, SHA256, "64 lower-case hexadecimal digits");
    }

    private static String matches(String name, @Nullable String value, Pattern pattern, String allowed) {
        String given = present(name, value);
        if (!pattern.matcher(given).matches()) {
            throw new IllegalArgumentException(name + ": \"" + abbreviate(given) + "\" is not allowed; use " + allowed);
        }
        return given;
    }

    /** A text, which may be empty. */
    public static String text(String name, @Nullable String value, int maximumLength) {
        String given = present(name, value);
        if (given.length() > maximumLength) {
            throw new IllegalArgumentException(
                    name + " has " + given.length() + " characters; at most " + maximumLength + " are allowed");
        }
        return given;
    }

    /** A text that is not blank. */
    public static String notBlank(String name, @Nullable String value) {
        String given = present(name, value);
        if (given.isBlank()) {
            throw new IllegalArgumentException(name + " is empty");
        }
        return given;
    }

    /** A text that is not blank, of at most so many UTF-16 units. */
    public static String notBlank(String name, @Nullable String value, int maximumLength) {
        return notBlank(name, text(name, value, maximumLength));
    }

    /** A whole number, both ends allowed. */
    public static long within(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + ": " + value + " is out of range; allowed is " + least + " to " + most);
        }
        return value;
    }

    /** A number, both ends allowed. */
    public static double within(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    name + ": " + value + " is out of range; allowed is " + least + " to " + most);
        }
        return value;
    }

    /** A number above 0. */
    public static double positive(String name, double value, double most) {
        if (!(value > 0 && value <= most)) {
            throw new IllegalArgumentException(
                    name + ": " + value + " is out of range; allowed is more than 0 and at most " + most);
        }
        return value;
    }

    /** A number that is not below 0. */
    public static double notNegative(String name, double value) {
        return within(name, value, 0, Double.MAX_VALUE);
    }

    /** A number. */
    public static double finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + ": " + value + " is not a finite number");
        }
        return value;
    }

    /** A list of so many elements, copied. */
    public static <T> List<T> list(String name, @Nullable List<T> values, int least, int most) {
        List<T> given = present(name, values);
        int size = given.size();
        if (size < least || size > most) {
            throw new IllegalArgumentException(
                    name + " has " + size + " entries; allowed are " + least + " to " + most);
        }
        for (int index = 0; index < size; index++) {
            present(name + "[" + index + "]", given.get(index));
        }
        return List.copyOf(given);
    }

    private static String abbreviate(String value) {
        String line = value.replaceAll("\\p{Cntrl}", "?"); // a message is one line in logs and headers
        return line.length() <= 80 ? line : line.substring(0, 77) + "...";
    }
}
