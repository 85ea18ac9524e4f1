package io.tailkeeper.languagemodel.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.json.JsonFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON that can be read in one way only: UTF-8, no field twice, nothing behind the value, no endless nesting. */
public final class StrictJson {

    private static final int DEEPEST = 100; // Hugging Face's library reads 128
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /**
     * The value of a file's bytes.
     *
     * @throws IOException when they are no such JSON; {@link #reason} says it in one line
     */
    public static JsonNode read(byte[] bytes) throws IOException {
        return JSON.readTree(StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString());
    }

    /** What is wrong, and where, without the lines that a library adds. */
    public static String reason(IOException cause) {
        return switch (cause) {
            case CharacterCodingException _ -> "it is not UTF-8";
            case JsonProcessingException json -> JsonFault.of(json);
            default -> cause.toString();
        };
    }
}
