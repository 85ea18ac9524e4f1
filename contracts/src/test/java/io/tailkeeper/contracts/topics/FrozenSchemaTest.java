package io.tailkeeper.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas keep what their released forms in {@code frozen/v1} promised. */
class FrozenSchemaTest {

    static Collection<String> released() {
        return Schemas.all(Schemas.FROZEN).keySet();
    }

    @ParameterizedTest
    @MethodSource("released")
    void onlyAddsOptionalFields(String name) {
        JsonNode released = Schemas.load(Schemas.FROZEN, name);
        JsonNode current = Schemas.load(Schemas.CURRENT, name);

        assertThat(SchemaCompatibility.breaks(
                        released,
                        schema -> Schemas.resolve(Schemas.FROZEN, schema),
                        current,
                        schema -> Schemas.resolve(Schemas.CURRENT, schema)))
                .as("breaking changes of %s: they need a new version on a new topic", name)
                .isEmpty();
    }

    @Test
    void everySchemaHasItsReleasedForm() {
        assertThat(released())
                .containsExactlyInAnyOrderElementsOf(
                        Schemas.all(Schemas.CURRENT).keySet());
    }
}
