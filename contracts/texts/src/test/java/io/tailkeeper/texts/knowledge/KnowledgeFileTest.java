package io.tailkeeper.texts.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.knowledge.KnowledgeItem;
import io.tailkeeper.contracts.specification.KnowledgeSpecification;
import io.tailkeeper.texts.TextException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnowledgeFileTest {

    private static final String DOG = "{\"context\": \" A dog \", \"sentence_true\": \"barks.\\n\","
            + " \"sentence_false\": \"meows.\", \"location\": 1}";
    private static final String BIRD =
            "{\"context\": \"A bird\", \"sentence_true\": \"flies.\", \"sentence_false\": \"barks.\"}";

    @TempDir
    Path folder;

    private KnowledgeFile read(String name, String content, int items, long seed) throws IOException {
        return KnowledgeFile.read(new KnowledgeSpecification(items, write(name, content)), seed);
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void anArrayLinesAndPackedLinesHoldTheSameItems() throws IOException {
        KnowledgeFile array = read("items.json", "[" + DOG + ",\n" + BIRD + "]", 10, 1);
        Path packed = folder.resolve("items.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write((DOG + "\n" + BIRD + "\n").getBytes(StandardCharsets.UTF_8));
        }

        assertThat(array.items())
                .containsExactly(
                        new KnowledgeItem("A dog", " barks.", " meows."),
                        new KnowledgeItem("A bird", " flies.", " barks."));
        assertThat(array.rows()).isEqualTo(2);
        assertThat(read("items.jsonl", DOG + "\n\n" + BIRD, 10, 1)).isEqualTo(array);
        assertThat(KnowledgeFile.read(new KnowledgeSpecification(10, packed.toString()), 1))
                .isEqualTo(array);
    }

    @Test
    void theSeedDrawsAndTheFileOrders() throws IOException {
        String many = IntStream.range(0, 200)
                .mapToObj(i -> BIRD.replace("A bird", "Bird " + i))
                .collect(Collectors.joining("\n"));

        KnowledgeFile drawn = read("many.jsonl", many, 20, 7);

        assertThat(drawn.rows()).isEqualTo(200);
        List<Integer> numbers = drawn.items().stream()
                .map(item -> Integer.valueOf(item.context().substring(5)))
                .toList();
        assertThat(numbers).hasSize(20).isSorted().doesNotHaveDuplicates();
        assertThat(numbers.getLast()).as("not the first ones").isGreaterThan(100);
        assertThat(read("many.jsonl", many, 20, 7)).isEqualTo(drawn);
        assertThat(read("many.jsonl", many, 20, 8)).isNotEqualTo(drawn);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "{\"context\": \"c\", \"sentence_true\": \"t\"};line 2 has no sentence_false; an item is an object with the texts",
                "{\"context\": 7, \"sentence_true\": \"t\", \"sentence_false\": \"f\"};line 2: context is no text",
                "{\"context\": \" \", \"sentence_true\": \"t\", \"sentence_false\": \"f\"};line 2: context is empty; mend or remove",
                "{\"context\": \"c\", \"sentence_true\": \"t\", \"sentence_false\": \"t \"};line 2: sentence_false: is the same as",
                "{\"context\": \"c\", \"sentence_true\": \"\", \"sentence_false\": \"t\"};line 2: sentence_true is empty",
                "[1];line 2 holds something else than an object",
                "nonsense;line 2 is not JSON"
            })
    void anItemThatIsWrongIsNamedByItsLineAlsoWhereItIsNotDrawn(String line, String message) throws IOException {
        String file = write("items.jsonl", BIRD + "\n" + line);

        for (long seed = 0; seed < 4; seed++) {
            long each = seed;
            assertThatThrownBy(() -> KnowledgeFile.read(new KnowledgeSpecification(1, file), each))
                    .isInstanceOf(TextException.class)
                    .hasMessageContaining(message)
                    .hasMessageContaining(file);
        }
    }

    @Test
    void aFileThatCannotBeUsedIsRefusedWithTheMend() throws IOException {
        String long1 = "x".repeat(8_000);
        String large = IntStream.range(0, 200)
                .mapToObj(_ -> BIRD.replace("A bird", long1).replace("flies", long1))
                .collect(Collectors.joining("\n"));

        refused(folder.toString(), "is a folder; name one file of items, .json or .jsonl");
        refused(folder.resolve("none.json").toString(), "none.json does not exist; name an existing file");
        refused(write("items.txt", "A dog barks."), "is plain text; name a file of items, .json or .jsonl");
        refused(write("items.csv", "A dog barks."), "is of no known kind");
        refused(write("empty.json", ""), "is empty");
        refused(write("array.json", "[]"), "holds no items; give objects with context");
        refused("a\0b", "is no file name");
        refused(write("large.jsonl", large), "characters, and a run has room for 2000000; lower knowledge.items");
        refused(write("long.jsonl", BIRD.replace("flies", "x".repeat(9_000))), "sentence_true has 9002 characters");
    }

    private static void refused(String file, String message) {
        assertThatThrownBy(() -> KnowledgeFile.read(new KnowledgeSpecification(10_000, file), 1))
                .isInstanceOf(TextException.class)
                .hasMessageContaining(message);
    }
}
