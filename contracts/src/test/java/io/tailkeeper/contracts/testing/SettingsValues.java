package io.tailkeeper.contracts.testing;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that a settings interface says, by the names of its methods: a test that compares the whole of it notices a
 * setting that was added without one.
 */
public final class SettingsValues {

    private SettingsValues() {}

    /** The values of an instance. */
    public static <T> Map<String, Object> of(Class<T> type, T settings) {
        Map<String, Object> values = new TreeMap<>();
        for (Method setting : type.getMethods()) {
            try {
                values.put(setting.getName(), setting.invoke(settings));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(type.getSimpleName() + "." + setting.getName() + " cannot be read", e);
            }
        }
        return values;
    }
}
