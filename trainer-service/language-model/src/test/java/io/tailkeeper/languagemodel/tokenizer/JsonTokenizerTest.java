package io.tailkeeper.languagemodel.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.models.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTokenizerTest {

    @TempDir
    private Path folder;

    private Tokenizer saved(int vocabularySize) {
        Gpt2RanksTokenizer.of(vocabularySize).save(folder);
        return TokenizerFiles.of(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a member of the genus Canis, I'll don't we've",
                " leading and trailing ",
                "tabs\tand\n\nlines  twice",
                "naïve – “quoted” 戦場のヴァルキュリア 🙂 \u0000",
                "<|endoftext|> spelled out",
                ""
            })
    void savedRanksEncodeAsTheRanksDo(String text) {
        for (int size : new int[] {257, 2048}) {
            Tokenizer ranks = Gpt2RanksTokenizer.of(size);
            Tokenizer read = saved(size);
            assertThat(read.encode(text)).isEqualTo(ranks.encode(text));
            assertThat(read.decode(read.encode(text))).isEqualTo(text);
            assertThat(read.vocabularySize()).isEqualTo(size);
            assertThat(read.endOfText()).isEqualTo(ranks.endOfText());
        }
    }

    @Test
    void longTextIsNotCut() {
        String text = "a breed of large muscular dogs used as guards. ".repeat(500);
        assertThat(saved(512).encode(text)).isEqualTo(Gpt2RanksTokenizer.of(512).encode(text));
    }

    @Test
    void wholeGpt2IsThatOfTheSameRanks() {
        Tokenizer tokenizer = saved(50_257);
        assertThat(tokenizer.encode("Hello world")).containsExactly(15496, 995);
        assertThat(tokenizer.encode("The dog  barked 12 times.\n"))
                .containsExactly(464, 3290, 220, 21405, 276, 1105, 1661, 13, 198);
        assertThat(tokenizer.encodeDocument("")).containsExactly(50_256);
    }

    @Test
    void mergesMayBePairsAsNewerFilesHaveThem() throws IOException {
        Tokenizer before = saved(1000);
        Path file = folder.resolve("tokenizer.json");
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = (ObjectNode) mapper.readTree(file.toFile());
        ArrayNode merges = mapper.createArrayNode();
        json.path("model").path("merges").forEach(merge -> {
            ArrayNode pair = merges.addArray();
            List.of(merge.asText().split(" ")).forEach(pair::add);
        });
        ((ObjectNode) json.path("model")).set("merges", merges);
        Files.writeString(file, json.toString());
        String text = "a breed of large muscular dogs";
        assertThat(TokenizerFiles.of(folder).encode(text)).isEqualTo(before.encode(text));
    }

    @Test
    void documentBeginsAsThePostProcessorSays() throws IOException {
        saved(300);
        Path file = folder.resolve("tokenizer.json");
        String template = "\"post_processor\":{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":"
                + "{\"id\":\"<|endoftext|>\",\"type_id\":0}},{\"Sequence\":{\"id\":\"A\",\"type_id\":0}},"
                + "{\"SpecialToken\":{\"id\":\"<|endoftext|>\",\"type_id\":0}}],\"pair\":[],\"special_tokens\":"
                + "{\"<|endoftext|>\":{\"id\":\"<|endoftext|>\",\"ids\":[299],\"tokens\":[\"<|endoftext|>\"]}}}";
        String json = Files.readString(file);
        assertThat(json).containsPattern("\"post_processor\":\\{[^}]*}");
        Files.writeString(file, json.replaceFirst("\"post_processor\":\\{[^}]*}", template.replace("$", "\\$")));
        Tokenizer tokenizer = TokenizerFiles.of(folder);
        int[] plain = Gpt2RanksTokenizer.of(300).encode("a dog");
        assertThat(tokenizer.encode("a dog")).isEqualTo(plain);
        assertThat(tokenizer.encodeDocument("a dog")).startsWith(299, plain[0]).hasSize(plain.length + 1);
        assertThat(tokenizer.encodeDocument("")).containsExactly(299);
    }

    @Test
    void tokenThatTheTokenizerLacksIsNoText() {
        assertThat(saved(300).decode(new int[] {64, 5000, 64})).isEqualTo("aa");
    }

    @Test
    void refusesFilesThatAreDamagedOrDoNotNameTheEnd() throws IOException {
        saved(300);
        Path file = folder.resolve("tokenizer.json");
        Files.delete(folder.resolve("tokenizer_config.json"));
        String json = Files.readString(file);
        Files.writeString(file, json.replace("<|endoftext|>", "<|stop|>"));
        assertThatThrownBy(() -> TokenizerFiles.of(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("does not say which token ends a text")
                .hasMessageContaining("[<|stop|>]");
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"eos_token\": {\"content\": \"<|stop|>\"}}");
        assertThat(TokenizerFiles.of(folder).endOfText()).isEqualTo(299);
        Files.writeString(
                file, json.replace("\"decoder\":{\"type\":\"ByteLevel\"", "\"decoder\":{\"type\":\"WordPiece\""));
        assertThatThrownBy(() -> TokenizerFiles.of(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("it is BPE with the decoder WordPiece");
        Files.writeString(
                file,
                json.replace("\"pre_tokenizer\":{\"type\":\"ByteLevel\"", "\"pre_tokenizer\":{\"type\":\"Nonsense\""));
        assertThatThrownBy(() -> TokenizerFiles.of(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("none that Hugging Face's library reads");
        Files.writeString(file, json.substring(0, 500));
        assertThatThrownBy(() -> TokenizerFiles.of(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("is no JSON");
    }
}
