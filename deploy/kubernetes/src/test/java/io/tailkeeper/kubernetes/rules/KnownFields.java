package io.tailkeeper.kubernetes.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.tailkeeper.kubernetes.Manifests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every object has the fields of its kind and no others, with values of their types. Kinds of Kubernetes are held to two
 * independent models of its API, those of operators to a model where there is one, and to a schema.
 */
public final class KnownFields implements Rule {

    private static final String FABRIC8 = "io.fabric8.kubernetes.api.model.";
    private static final String MONITORING = "io.fabric8.openshift.api.model.monitoring.v1.";
    private static final String STRIMZI = "io.strimzi.api.kafka.model.";

    /** API version and kind to model; those of {@code kafka.strimzi.io} are the operator's. */
    private static final Map<String, String> MODELS = Map.ofEntries(
            Map.entry("v1 Namespace", FABRIC8 + "Namespace"),
            Map.entry("v1 ServiceAccount", FABRIC8 + "ServiceAccount"),
            Map.entry("v1 Service", FABRIC8 + "Service"),
            Map.entry("v1 ConfigMap", FABRIC8 + "ConfigMap"),
            Map.entry("v1 PersistentVolumeClaim", FABRIC8 + "PersistentVolumeClaim"),
            Map.entry("apps/v1 StatefulSet", FABRIC8 + "apps.StatefulSet"),
            Map.entry("batch/v1 Job", FABRIC8 + "batch.v1.Job"),
            Map.entry("policy/v1 PodDisruptionBudget", FABRIC8 + "policy.v1.PodDisruptionBudget"),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", FABRIC8 + "networking.v1.NetworkPolicy"),
            Map.entry("monitoring.coreos.com/v1 PodMonitor", MONITORING + "PodMonitor"),
            Map.entry("monitoring.coreos.com/v1 PrometheusRule", MONITORING + "PrometheusRule"),
            Map.entry("kafka.strimzi.io/v1 Kafka", STRIMZI + "kafka.Kafka"),
            Map.entry("kafka.strimzi.io/v1 KafkaNodePool", STRIMZI + "nodepool.KafkaNodePool"),
            Map.entry("kafka.strimzi.io/v1 KafkaTopic", STRIMZI + "topic.KafkaTopic"),
            Map.entry("kafka.strimzi.io/v1 KafkaUser", STRIMZI + "user.KafkaUser"));

    private static final JsonMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new NothingElse())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    private static final Map<String, Optional<JsonSchema>> SCHEMAS = new ConcurrentHashMap<>();

    /** Most objects are in many combinations. */
    private static final Map<String, List<String>> JUDGED = new ConcurrentHashMap<>();

    /** Models keep what they do not know; here it is a fault. */
    private static final class NothingElse extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    @Override
    public List<String> faults(Manifests manifests) {
        return manifests.objects().stream()
                .flatMap(object -> JUDGED.computeIfAbsent(object.toString(), any -> faults(object)).stream())
                .toList();
    }

    private static List<String> faults(ObjectNode object) {
        String kind =
                object.path("apiVersion").asText() + " " + object.path("kind").asText();
        String model = MODELS.get(kind);
        Optional<JsonSchema> schema = schema(object.path("kind").asText());
        if (model == null && schema.isEmpty()) {
            return List.of(Manifests.title(object) + ": nothing is known of " + kind);
        }
        List<String> faults = new ArrayList<>();
        if (model != null && model.startsWith(FABRIC8)) {
            openApi(object).ifPresent(faults::add);
        }
        if (model != null) {
            typed(object, model).ifPresent(faults::add);
        }
        schema.ifPresent(known -> known.validate(object)
                .forEach(message -> faults.add(Manifests.title(object) + ": " + message.getMessage())));
        return faults;
    }

    /** The model that is generated from the OpenAPI document: unknown and missing fields. */
    private static Optional<String> openApi(ObjectNode object) {
        try {
            Class.forName("io.kubernetes.client.openapi.models.V1"
                            + object.path("kind").asText())
                    .getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, JsonParser.parseString(object.toString()));
            return Optional.empty();
        } catch (InvocationTargetException e) {
            return Optional.of(Manifests.title(object) + ": " + e.getCause().getMessage());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(Manifests.title(object) + " has no model", e);
        }
    }

    /** The model by which programs in Java read it: unknown fields and wrong types. */
    private static Optional<String> typed(ObjectNode object, String model) {
        try {
            Object unused = STRICT.readValue(object.toString(), Class.forName(model));
            return Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.of(Manifests.title(object) + ": " + e.getOriginalMessage());
        } catch (ClassNotFoundException e) {
            throw new LinkageError(Manifests.title(object) + " has no model", e);
        }
    }

    private static Optional<JsonSchema> schema(String kind) {
        return SCHEMAS.computeIfAbsent(kind, any -> {
            try (InputStream schema = KnownFields.class.getResourceAsStream("/schemas/" + kind + ".yaml")) {
                return schema == null
                        ? Optional.empty()
                        : Optional.of(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                                .getSchema(new YAMLMapper().readTree(schema)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
