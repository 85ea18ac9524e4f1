package io.tailkeeper.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.commandline.Suggestion;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes records from a tree with kebab-case keys.
 *
 * <p>Not an object mapper's job, because every fault has to name the setting as the person wrote it.
 */
final class RecordBinder {

    private RecordBinder() {}

    /**
     * The record that a tree describes.
     *
     * @param path dotted path of the tree, empty for the root
     * @throws ExperimentException unknown or missing key, wrong type, or a value that the record refuses
     */
    static <T> T bind(Class<T> type, ObjectNode tree, String path) {
        RecordComponent[] components = type.getRecordComponents();
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : components) {
            values.put(kebab(component.getName()), null);
        }
        tree.fieldNames().forEachRemaining(key -> {
            if (!values.containsKey(key)) {
                throw new ExperimentException(
                        "unknown key \"" + key + "\"" + (path.isEmpty() ? "" : " in " + path) + "; "
                                + Suggestion.forWord(key, values.keySet()),
                        dotted(path, key));
            }
        });
        for (RecordComponent component : components) {
            String key = kebab(component.getName());
            boolean absent =
                    !tree.hasNonNull(key) && component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            values.put(key, absent ? null : value(component.getGenericType(), tree.get(key), dotted(path, key)));
        }
        return fitting(
                components, tree, path, () -> construct(type, values.values().toArray(), path));
    }

    /** Lets the record judge the nearest numbers that its types hold, so that a refusal names the range it allows. */
    private static <T> T fitting(RecordComponent[] components, ObjectNode tree, String path, Supplier<T> construction) {
        Map<String, RecordComponent> beyond = new LinkedHashMap<>();
        for (RecordComponent component : components) {
            JsonNode node = tree.path(kebab(component.getName()));
            if (WholeNumber.isType(component.getType())
                    && node.isValueNode()
                    && !node.isNull()
                    && !WholeNumber.of(node.asText(), component.getType()).fits()) {
                beyond.put(dotted(path, kebab(component.getName())), component);
            }
        }
        T made;
        try {
            made = construction.get();
        } catch (ExperimentException e) {
            RecordComponent refused = beyond.get(e.path());
            throw refused == null
                    ? e
                    : new ExperimentException(number(refused, tree).in(String.valueOf(e.getMessage())), e.path());
        }
        beyond.forEach((key, component) -> {
            throw new ExperimentException(
                    key + ": " + number(component, tree).given() + " is out of range; allowed is "
                            + WholeNumber.least(component.getType()) + " to " + WholeNumber.most(component.getType()),
                    key);
        });
        return made;
    }

    private static WholeNumber number(RecordComponent component, ObjectNode tree) {
        return WholeNumber.of(tree.path(kebab(component.getName())).asText(), component.getType());
    }

    private static <T> T construct(Class<T> type, Object[] values, String path) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                // A record names its settings as if it were the only one of its kind: training, not base-training.
                String said = String.valueOf(refused.getMessage());
                String message = path.isEmpty() ? said : said.replaceFirst("^[a-z-]+\\.", path + ".");
                throw new ExperimentException(message, message.split("[:\\s]", 2)[0]);
            }
            throw new IllegalStateException("the constructor of " + type.getSimpleName() + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getSimpleName() + " cannot be made", e);
        }
    }

    private static @Nullable Object value(Type declared, @Nullable JsonNode node, String path) {
        if (declared instanceof ParameterizedType list) {
            return node == null || node.isNull() ? null : list(list.getActualTypeArguments()[0], node, path);
        }
        Class<?> type = (Class<?>) declared;
        if (node == null || node.isNull()) {
            if (type.isPrimitive() || type.isRecord()) {
                throw new ExperimentException(path + " is missing", path);
            }
            return null; // the record knows whether it may be absent
        }
        if (type.isRecord()) {
            if (!(node instanceof ObjectNode object)) {
                throw wrong(path, node, "a group of keys");
            }
            return bind(type, object, path);
        }
        if (!node.isValueNode()) {
            throw wrong(path, node, "a single value");
        }
        if (type.isEnum()) {
            return EnumWord.constant(type, node.asText(), path);
        }
        if (type == Boolean.class) {
            if (!node.isBoolean()) {
                throw wrong(path, node, "true or false");
            }
            return node.booleanValue();
        }
        return type == String.class ? node.asText() : number(type, node, path);
    }

    private static List<?> list(Type element, JsonNode node, String path) {
        if (!node.isArray()) {
            throw wrong(path, node, "a list");
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (int index = 0; index < node.size(); index++) {
            values.add(value(element, node.get(index), path + "[" + index + "]"));
        }
        return values;
    }

    private static Object number(Class<?> type, JsonNode node, String path) {
        boolean whole = WholeNumber.isType(type);
        try {
            // YAML calls 1e-3 a string, so the text decides.
            String text = node.asText();
            if (!whole) {
                return Double.parseDouble(text);
            }
            long nearest = WholeNumber.of(text, type).nearest();
            return WholeNumber.isInt(type) ? (Object) (int) nearest : (Object) nearest;
        } catch (NumberFormatException e) {
            throw wrong(path, node, whole ? "a whole number" : "a number");
        }
    }

    private static ExperimentException wrong(String path, JsonNode node, String wanted) {
        String text = node.isValueNode() ? "\"" + node.asText() + "\"" : node.isArray() ? "a list" : "a group of keys";
        return new ExperimentException(path + ": " + text + " is not " + wanted, path);
    }

    private static String dotted(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    static String kebab(String camel) {
        return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
