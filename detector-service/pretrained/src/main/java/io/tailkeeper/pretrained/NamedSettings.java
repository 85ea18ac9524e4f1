package io.tailkeeper.pretrained;

import io.tailkeeper.detector.labelled.DataException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Settings as they are given on a command line; every fault is a {@link DataException} that names the setting.
 *
 * @param values by name
 */
public record NamedSettings(Map<String, String> values) {

    /** @param known names of the settings there are */
    public NamedSettings(Map<String, String> values, List<String> known) {
        this(Map.copyOf(values));
        values.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new DataException(
                            "setting \"" + name + "\" is unknown; there are " + String.join(", ", known));
                });
    }

    /** The value of a setting that has no default. */
    public String required(String name, String meaning) {
        String value = values.get(name);
        if (value == null) {
            throw new DataException("setting " + name + " is missing: " + meaning + "; give --set " + name + "=VALUE");
        }
        return value;
    }

    /** A path that does not change with the working folder. */
    public Path path(String name, String meaning) {
        return Path.of(required(name, meaning)).toAbsolutePath().normalize();
    }

    /** A number. */
    public <T extends Number> T number(String name, Function<String, T> parse, T otherwise) {
        String value = values.get(name);
        try {
            return value == null ? otherwise : parse.apply(value);
        } catch (NumberFormatException _) {
            throw new DataException("setting " + name + ": \"" + value + "\" is no number that it can have");
        }
    }

    /** A word of a closed list, written in lower case. */
    public <E extends Enum<E>> E word(String name, E otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        E[] words = otherwise.getDeclaringClass().getEnumConstants();
        return Arrays.stream(words)
                .filter(word -> lower(word).equals(value))
                .findFirst()
                .orElseThrow(() -> new DataException("setting " + name + ": \"" + value + "\" is unknown; there are "
                        + Arrays.stream(words).map(NamedSettings::lower).collect(Collectors.joining(", "))));
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
