package io.tailkeeper.contracts.testing.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Changes that know where the values of a JSON body are. */
final class JsonMutations {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int MUTATIONS = 10;
    private static final int LARGEST = 8_000_000;
    private static final int MAX_SLOTS = 10_000;

    /**
     * A place that holds a value.
     *
     * @param index within an array; -1 in an object
     * @param name within an object; null in an array
     */
    private record Slot(JsonNode parent, int index, String name) {

        JsonNode value() {
            return name == null ? parent.get(index) : parent.get(name);
        }

        void set(JsonNode value) {
            if (name == null) {
                ((ArrayNode) parent).set(index, value);
            } else {
                ((ObjectNode) parent).set(name, value);
            }
        }

        void remove() {
            if (name == null) {
                ((ArrayNode) parent).remove(index);
            } else {
                ((ObjectNode) parent).remove(name);
            }
        }
    }

    private JsonMutations() {}

    /**
     * A changed body; the same where the body has no values that could be found.
     *
     * @param other body that values are taken from
     */
    static byte[] mutate(byte[] body, byte[] other, SplittableRandom random) {
        try {
            JsonNode tree = MAPPER.readTree(body);
            List<Slot> slots = slots(tree);
            if (slots.isEmpty()) {
                return body;
            }
            Slot slot = slots.get(random.nextInt(slots.size()));
            List<Slot> others = slots(MAPPER.readTree(other));
            JsonNode foreign = others.isEmpty()
                    ? tree
                    : others.get(random.nextInt(others.size())).value();
            change(slot, slots.get(random.nextInt(slots.size())).value(), foreign, random);
            return MAPPER.writeValueAsBytes(tree);
        } catch (IOException e) {
            return body; // earlier changes have left no tree
        }
    }

    private static void change(Slot slot, JsonNode neighbour, JsonNode foreign, SplittableRandom random) {
        switch (random.nextInt(MUTATIONS)) {
            case 0, 1 -> slot.set(raw(NastyValues.value(random)));
            case 2 -> slot.remove();
            case 3 -> slot.set(neighbour.deepCopy());
            case 4 -> slot.set(foreign.deepCopy());
            case 5 -> addField(slot, raw(NastyValues.value(random)), random);
            case 6 ->
                slot.set(raw(slot.value() + ",\"" + (slot.name() == null ? "a" : slot.name()) + "\":" + neighbour));
            case 7 -> slot.set(nearby(slot.value(), random));
            case 8 -> blowUp(slot, random);
            default -> slot.set(MAPPER.createArrayNode().add(slot.value()));
        }
    }

    private static JsonNode raw(String text) {
        return MAPPER.getNodeFactory().rawValueNode(new RawValue(text));
    }

    private static void addField(Slot slot, JsonNode value, SplittableRandom random) {
        if (slot.parent() instanceof ObjectNode object) {
            object.set(NastyValues.name(random), value);
        } else {
            ((ArrayNode) slot.parent()).insert(slot.index(), value);
        }
    }

    /** A value that is almost the same. */
    private static JsonNode nearby(JsonNode value, SplittableRandom random) {
        if (value.isIntegralNumber()) {
            return raw(value + (random.nextBoolean() ? ".0" : ".5"));
        }
        if (value.isNumber()) {
            return raw(Double.toString(value.doubleValue() * (random.nextInt(5) - 2)));
        }
        if (value.isTextual()) {
            return MAPPER.getNodeFactory().textNode(value.asText() + (char) random.nextInt(0x10000));
        }
        return raw("\"" + value.asText() + "\"");
    }

    /** Many copies of a value: a wide array, or a wide object. */
    private static void blowUp(Slot slot, SplittableRandom random) {
        JsonNode value = random.nextBoolean() ? slot.value().deepCopy() : raw(NastyValues.number(random));
        int copies =
                Math.min(NastyValues.length(random), LARGEST / (value.toString().length() + 10));
        if (slot.value() instanceof ObjectNode object && random.nextBoolean()) {
            for (int i = 0; i < copies; i++) {
                object.set("n" + i, value);
            }
        } else {
            ArrayNode many = MAPPER.createArrayNode();
            for (int i = 0; i < copies; i++) {
                many.add(value);
            }
            slot.set(many);
        }
    }

    private static List<Slot> slots(JsonNode tree) {
        List<Slot> slots = new ArrayList<>();
        collect(tree, slots);
        return slots;
    }

    private static void collect(JsonNode node, List<Slot> slots) {
        if (slots.size() > MAX_SLOTS) {
            return;
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                slots.add(new Slot(node, i, null));
                collect(node.get(i), slots);
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                slots.add(new Slot(node, -1, field.getKey()));
                collect(field.getValue(), slots);
            }
        }
    }
}
