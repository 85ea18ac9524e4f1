package io.tailkeeper.kubernetes.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** The settings of the Quarkus extensions on the class path, as they describe themselves. */
final class QuarkusSettings {

    private static final Set<String> VARIABLES = read();

    private QuarkusSettings() {}

    /** Whether an environment variable is one. */
    static boolean contains(String variable) {
        return VARIABLES.contains(variable);
    }

    private static Set<String> read() {
        Set<String> variables = new HashSet<>();
        try {
            for (URL model : Collections.list(QuarkusSettings.class
                    .getClassLoader()
                    .getResources("META-INF/quarkus-config-doc/quarkus-config-model.json"))) {
                try (InputStream json = model.openStream()) {
                    for (JsonNode variable : new JsonMapper().readTree(json).findValues("environmentVariable")) {
                        variables.add(variable.asText());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return variables;
    }
}
