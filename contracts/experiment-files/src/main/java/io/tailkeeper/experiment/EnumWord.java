package io.tailkeeper.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tailkeeper.commandline.Suggestion;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Constants by the words that files and messages have for them. */
final class EnumWord {

    private EnumWord() {}

    /**
     * The constant of a word.
     *
     * @param path dotted path of the setting
     * @throws ExperimentException when there is none; the message has the nearest word, or all of them
     */
    static Object constant(Class<?> type, String text, String path) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(word((Enum<?>) constant), constant);
        }
        Object constant = constants.get(text);
        if (constant == null) {
            throw new ExperimentException(
                    path + ": \"" + text + "\" is unknown; " + Suggestion.forWord(text, constants.keySet()), path);
        }
        return constant;
    }

    private static String word(Enum<?> constant) {
        try {
            Field field = constant.getDeclaringClass().getField(constant.name());
            JsonProperty property = field.getAnnotation(JsonProperty.class);
            return property == null ? constant.name().toLowerCase(Locale.ROOT) : property.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}
