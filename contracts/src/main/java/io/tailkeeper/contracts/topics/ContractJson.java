package io.tailkeeper.contracts.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.tailkeeper.contracts.json.JsonFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The JSON form of the messages: UTF-8, checked against the topic's JSON Schema when read.
 *
 * <p>Unknown fields are allowed, because optional fields may be added within a version. Safe for use by several threads.
 */
public final class ContractJson {

    /** Largest message body, in bytes. */
    public static final int MAXIMUM_BYTES = 8 * 1024 * 1024;

    private static final String SCHEMA_BASE = "https://schemas.tailkeeper.io/";
    private static final JsonMapper MAPPER = JsonMapper.builder(BoundedParser.FACTORY)
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaMappers(mappers -> mappers.mapPrefix(SCHEMA_BASE, "classpath:")));
    // The first fault ends a validation: a body of 8 MiB has room for millions of them.
    private static final SchemaValidatorsConfig FIRST_FAULT_IN_ENGLISH = SchemaValidatorsConfig.builder()
            .locale(Locale.ENGLISH)
            .failFast(true)
            .build();
    private static final Map<Class<?>, JsonSchema> LOADED = new ConcurrentHashMap<>();

    private ContractJson() {}

    /**
     * A message as JSON.
     *
     * @throws IllegalArgumentException when it is longer than {@link #MAXIMUM_BYTES}: nobody would read it
     */
    public static byte[] write(Object message) {
        try {
            byte[] body = MAPPER.writeValueAsBytes(message);
            if (body.length > MAXIMUM_BYTES) {
                throw new IllegalArgumentException(
                        message.getClass().getSimpleName() + " has " + body.length + " bytes; at most " + MAXIMUM_BYTES
                                + " are allowed: send fewer or shorter documents in one message");
            }
            return body;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    message.getClass().getSimpleName() + " cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * A message from JSON.
     *
     * @throws RejectedMessageException when the bytes are too many, no UTF-8, no JSON, more than {@link BoundedParser}
     *     reads, not what the schema says, or hold values that the record refuses; the message says which and where.
     *     Whatever else goes wrong is a refusal too; only an {@link Error} of the JVM passes
     */
    public static <T> T read(Topic<T> topic, byte[] body) {
        String name = topic.message().getSimpleName();
        return refusing(name, () -> {
            if (body.length > MAXIMUM_BYTES) {
                throw new RejectedMessageException(
                        name + " has " + body.length + " bytes; at most " + MAXIMUM_BYTES + " are allowed");
            }
            JsonNode tree = parse(name, body);
            check(topic, tree);
            return bind(topic, tree);
        });
    }

    /** What reading gives; every throwable becomes a refusal but those that are no fault of the record. */
    static <T> T refusing(String name, Callable<T> reading) {
        try {
            return reading.call();
        } catch (RejectedMessageException e) {
            throw e;
        } catch (StackOverflowError | Exception e) {
            throw new RejectedMessageException(name + " cannot be read: " + e, e);
        } catch (VirtualMachineError | LinkageError e) {
            throw e;
        } catch (Throwable e) {
            throw new RejectedMessageException(name + " cannot be read: " + e, e);
        }
    }

    private static JsonNode parse(String name, byte[] body) throws IOException {
        Reader text = new InputStreamReader(
                new ByteArrayInputStream(body), StandardCharsets.UTF_8.newDecoder()); // it refuses what is no UTF-8
        try (JsonParser parser = new BoundedParser(name, MAPPER.createParser(text))) {
            JsonNode tree = MAPPER.reader().readTree(parser);
            if (tree == null || !tree.isObject()) {
                throw new RejectedMessageException(name + " is not a JSON object");
            }
            return tree;
        } catch (CharacterCodingException e) {
            throw new RejectedMessageException(name + " is not valid UTF-8", e);
        } catch (StreamConstraintsException e) {
            throw new RejectedMessageException(name + " is beyond what is read: " + JsonFault.of(e), e);
        } catch (JsonProcessingException e) {
            throw new RejectedMessageException(name + " is not valid JSON: " + JsonFault.of(e), e);
        }
    }

    private static void check(Topic<?> topic, JsonNode tree) {
        for (ValidationMessage fault : schema(topic).validate(tree)) {
            throw new RejectedMessageException(
                    topic.message().getSimpleName() + " does not follow " + topic.schema() + ": " + fault.getMessage());
        }
    }

    private static <T> T bind(Topic<T> topic, JsonNode tree) {
        try {
            return MAPPER.treeToValue(tree, topic.message());
        } catch (JsonProcessingException e) {
            String reason = e.getCause() == null
                    ? "not a value of the expected kind"
                    : e.getCause().getMessage();
            throw new RejectedMessageException(
                    topic.message().getSimpleName() + " holds a refused value: " + place(e) + reason, e);
        }
    }

    /**
     * A message from JSON that this program wrote and kept: parsed, its values checked by the record, its schema not again.
     *
     * @throws RejectedMessageException when it is not what was written
     */
    public static <T> T readKept(Topic<T> topic, byte[] body) {
        try {
            return MAPPER.readValue(body, topic.message());
        } catch (IOException | RuntimeException e) {
            throw new RejectedMessageException(
                    topic.message().getSimpleName() + " is not as it was kept: "
                            + (e instanceof JsonProcessingException json ? JsonFault.of(json) : e.getMessage()),
                    e);
        }
    }

    private static String place(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return "";
        }
        return mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("/", "/", ": "));
    }

    private static JsonSchema schema(Topic<?> topic) {
        return LOADED.computeIfAbsent(topic.message(), message -> {
            JsonSchema schema =
                    SCHEMAS.getSchema(SchemaLocation.of(SCHEMA_BASE + topic.schema()), FIRST_FAULT_IN_ENGLISH);
            schema.initializeValidators(); // else the first messages of several threads would do it at once
            return schema;
        });
    }
}
