package io.tailkeeper.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.files.AllowedRoots;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.KnowledgeSpecification;
import io.tailkeeper.contracts.specification.ModelSpecification;
import io.tailkeeper.generator.files.CorpusFiles;
import io.tailkeeper.generator.files.KnowledgeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowedTextTest {

    @TempDir
    Path folder;

    private Path allowed;
    private Path secret;

    @BeforeEach
    void makeFolders() throws IOException {
        allowed = Files.createDirectory(folder.resolve("allowed"));
        Files.writeString(allowed.resolve("text.txt"), "a text that may be read");
        secret = Files.createDirectory(folder.resolve("secret"));
        Files.writeString(secret.resolve("notes.txt"), "a text that may not");
    }

    @Test
    void textOutsideIsNotReadWhateverLeadsToIt() throws IOException {
        assertThat(read(allowed)).containsExactly("a text that may be read");
        refused(secret.resolve("notes.txt"));
        refused(allowed.resolve("../secret/notes.txt"));
        refused(Files.createSymbolicLink(folder.resolve("link.txt"), secret.resolve("notes.txt")));
        refused(folder);

        Files.createSymbolicLink(allowed.resolve("more"), secret);
        refused(allowed);
    }

    @Test
    void modelsOutsideAreNotOpened() {
        AllowedText text = new AllowedText(AllowedRoots.of(List.of(allowed)));
        List<String> opened = new ArrayList<>();
        var vocabularies = text.vocabularies(model -> {
            opened.add(String.valueOf(model.pretrained()));
            return null;
        });

        assertThatThrownBy(() -> vocabularies.apply(model(secret.toString())))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("model.pretrained " + secret + " lies outside")
                .hasMessageContaining("tailkeeper.generator.allowed-roots");
        assertThat(vocabularies.apply(model(allowed.toString()))).isNull();
        assertThat(vocabularies.apply(model(null))).isNull();
        assertThat(opened).containsExactly(allowed.toString(), "null");
    }

    @Test
    void itemsOutsideAreNotRead() throws IOException {
        KnowledgeSource source = new AllowedText(AllowedRoots.of(List.of(allowed))).knowledge(new KnowledgeFiles());
        String item = "{\"context\": \"A dog\", \"sentence_true\": \"barks.\", \"sentence_false\": \"meows.\"}";
        Path inside = Files.writeString(allowed.resolve("items.jsonl"), item);
        Path outside = Files.writeString(secret.resolve("items.jsonl"), item);
        Path link = Files.createSymbolicLink(allowed.resolve("link.jsonl"), outside);

        assertThat(source.items(new KnowledgeSpecification(9, inside.toString()), 1))
                .hasSize(1);
        for (Path refused : List.of(outside, link, allowed.resolve("../secret/items.jsonl"))) {
            KnowledgeSpecification asked = new KnowledgeSpecification(9, refused.toString());
            assertThatThrownBy(() -> source.items(asked, 1))
                    .isInstanceOf(CorpusException.class)
                    .hasMessageStartingWith("knowledge.file " + refused + " lies outside")
                    .hasMessageContaining("tailkeeper.generator.allowed-roots");
        }
    }

    @Test
    void aFileOfItemsThatIsWrongEndsTheRunWithItsLine() throws IOException {
        Path file = Files.writeString(allowed.resolve("wrong.jsonl"), "{\"context\": \"A dog\"}");
        KnowledgeSpecification asked = new KnowledgeSpecification(9, file.toString());

        assertThatThrownBy(() -> new KnowledgeFiles().items(asked, 1))
                .isInstanceOf(CorpusException.class)
                .hasMessageStartingWith("knowledge.file " + file + ", line 1 has no sentence_true;");
    }

    private static ModelSpecification model(String pretrained) {
        return new ModelSpecification(1, 2, 32, 32, 300, null, pretrained);
    }

    private static CorpusSpecification corpus(Path path) {
        return new CorpusSpecification(path.toString(), "text", null, null);
    }

    private void refused(Path path) {
        assertThatThrownBy(() -> new AllowedText(AllowedRoots.of(List.of(allowed)))
                        .corpora(new CorpusFiles())
                        .hasOwn(corpus(path), Partition.TEST))
                .isInstanceOf(CorpusException.class);
        assertThatThrownBy(() -> read(path))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("outside of what a run may have read here (tailkeeper.generator.allowed-roots: ");
    }

    private List<String> read(Path path) {
        List<String> documents = new ArrayList<>();
        new AllowedText(AllowedRoots.of(List.of(allowed)))
                .corpora(new CorpusFiles())
                .read(new CorpusSource.Request(corpus(path), Partition.TRAIN, 1), documents::add);
        return documents;
    }
}
