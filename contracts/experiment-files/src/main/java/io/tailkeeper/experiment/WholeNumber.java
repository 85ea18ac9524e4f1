package io.tailkeeper.experiment;

import java.math.BigInteger;

/**
 * A whole number of a setting, which may be larger than its type.
 *
 * @param given as written
 * @param nearest the nearest that its type holds
 */
record WholeNumber(BigInteger given, long nearest) {

    /** Decimal digits of the longest number that is looked at. */
    private static final int LONGEST = 1_000;

    /** @throws NumberFormatException when the text is no whole number */
    static WholeNumber of(String text, Class<?> type) {
        if (text.length() > LONGEST) {
            throw new NumberFormatException("too long");
        }
        BigInteger given = new BigInteger(text);
        BigInteger nearest = given.max(BigInteger.valueOf(least(type))).min(BigInteger.valueOf(most(type)));
        return new WholeNumber(given, nearest.longValueExact());
    }

    static boolean isType(Class<?> type) {
        return type == int.class || type == Integer.class || type == long.class;
    }

    static boolean isInt(Class<?> type) {
        return type == int.class || type == Integer.class;
    }

    static long least(Class<?> type) {
        return isInt(type) ? Integer.MIN_VALUE : Long.MIN_VALUE;
    }

    static long most(Class<?> type) {
        return isInt(type) ? Integer.MAX_VALUE : Long.MAX_VALUE;
    }

    /** Whether its type holds it. */
    boolean fits() {
        return given.equals(BigInteger.valueOf(nearest));
    }

    /** A message about the nearest number, as one about this. */
    String in(String message) {
        return message.replaceFirst("(?<=: )" + nearest + "\\b", given.toString());
    }
}
