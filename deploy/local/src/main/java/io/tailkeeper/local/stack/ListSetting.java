package io.tailkeeper.local.stack;

import java.util.Collection;
import java.util.stream.Collectors;

/** Several values of one setting of a service. */
final class ListSetting {

    private ListSetting() {}

    /** Separated by commas; one that is part of a value does not separate. */
    static String of(Collection<?> values) {
        return values.stream()
                .map(value -> value.toString().replace("\\", "\\\\").replace(",", "\\,"))
                .collect(Collectors.joining(","));
    }
}
