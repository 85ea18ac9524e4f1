package io.tailkeeper.contracts.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class JsonFaultTest {

    private static final JsonMapper SMALL = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(3)
                            .maxNumberLength(4)
                            .maxStringLength(5)
                            .maxNameLength(6)
                            .maxTokenCount(7)
                            .build())
                    .build())
            .build();

    record Pair(int first, int second) {

        Pair {
            if (second < 0) {
                throw new IllegalArgumentException("second: " + second + " is out of range");
            }
        }
    }

    private static String fault(String json, Class<?> type) {
        return JsonFault.of(catchThrowableOfType(JsonProcessingException.class, () -> SMALL.readValue(json, type)));
    }

    private static String fault(String json) {
        return fault(json, Object.class);
    }

    @Test
    void limitsAreToldWithTheirNumbersAndWithoutTheLibrarysSettings() {
        assertThat(fault("[[[[")).startsWith("it is nested 4 deep, more than the 3 levels that are read");
        assertThat(fault("12345")).startsWith("a number has 5 characters, more than the 4 that are read");
        assertThat(fault("\"123456\"")).startsWith("a text has 6 characters, more than the 5 that are read");
        assertThat(fault("{\"1234567\": 1}")).startsWith("a name has 7 characters, more than the 6 that are read");
        assertThat(fault("[1,1,1,1,1,1,1,1]")).startsWith("it has 8 values and brackets, more than the 7");
    }

    @Test
    void aFaultSaysWhereItIs() {
        assertThat(fault("{\"a\":\n  nul}"))
                .startsWith("Unrecognized token 'nul'")
                .endsWith(" (line 2, column 6)");
        assertThat(fault("{\"a\": 1")).startsWith("Unexpected end-of-input").endsWith(" (line 1, column 8)");
        assertThat(fault("{\"a\": \"un")).startsWith("Unexpected end-of-input").endsWith(" (line 1, column 10)");
    }

    @Test
    void whatIsNoSuchValueNamesTheField() {
        assertThat(fault("{\"first\": []}", Pair.class)).contains("the field \"first\" is missing or not a value");
        assertThat(fault("{\"third\": 1}", Pair.class)).contains("the field \"third\" is unknown");
        assertThat(fault("{\"second\": -1}", Pair.class)).contains("second: -1 is out of range");
        assertThat(fault("3", Pair.class)).contains("it is not a value of the expected kind");
    }

    @Test
    void noneSpeaksOfALibrary() {
        for (String json :
                new String[] {"[[[[", "12345", "{\"a\": 1", "{\"a\": [1", "\"a", "{a", "{\"first\": []}", "tru"}) {
            assertThat(fault(json, Pair.class))
                    .doesNotContain("StreamRead", "Source", "REDACTED", "java.", "io.tailkeeper", "`", "start marker");
        }
    }
}
