package io.tailkeeper.languagemodel.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.models.TokenizerFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path file;
    private ObjectNode json;

    @BeforeEach
    void write() throws IOException {
        file = Gpt2RanksTokenizer.of(300).save(folder);
        json = (ObjectNode) JSON.readTree(file.toFile());
    }

    private static void add(ObjectNode json, int id, String text, boolean special) {
        ObjectNode token = json.withArray("added_tokens").addObject();
        token.put("id", id).put("content", text).put("special", special);
        for (String flag : new String[] {"single_word", "lstrip", "rstrip", "normalized"}) {
            token.put(flag, false);
        }
    }

    private Tokenizer tokenizer() throws IOException {
        Files.writeString(file, json.toString());
        return TokenizerFiles.of(folder);
    }

    private long[] ids(String text) throws IOException {
        Files.writeString(file, json.toString());
        try (HuggingFaceTokenizer encoder = TokenizerJson.read(file).encoder()) {
            return encoder.encode(text, false, false).getIds();
        }
    }

    private void assertRefused(String reason) throws IOException {
        Files.writeString(file, json.toString());
        assertThatThrownBy(() -> TokenizerJson.read(file).encoder())
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("tokenizer " + file)
                .hasMessageContaining(reason)
                .message()
                .hasLineCount(1);
    }

    @Test
    void addedTokensHaveTheIdsOfTheFileWhereverTheyStand() throws IOException {
        add(json, 300, "[PAD]", true);
        add(json, 305, "<place>", false);
        add(json, 302, "<name>", false);
        Tokenizer tokenizer = tokenizer();
        int[] text = tokenizer.encode("a <name> in <place>");
        assertThat(text).contains(302, 305).doesNotContain(299, 300, 301, 303);
        assertThat(tokenizer.decode(text)).isEqualTo("a <name> in <place>");
        assertThat(tokenizer.encode("[PAD]<|endoftext|>")).doesNotContain(299, 300);
        assertThat(tokenizer.vocabularySize()).isEqualTo(306);
    }

    @Test
    void addedTokensOfUnigramsHaveTheIdsOfTheFile() throws IOException {
        ObjectNode unigram = unigram();
        add(json, 0, "<unk>", true);
        add(json, 1, "</s>", true);
        add(json, 7, "<mask>", true);
        add(json, 6, "xyz", false);
        assertThat(ids("abxyza")).containsExactly(2, 3, 6, 2);
        assertThat(ids("</s>")).as("no text spells a special token").doesNotContain(1);
        unigram.withArray("vocab").addArray().add("<unk>").add(-100);
        assertThat(ids("abxyza")).as("a piece that comes twice").containsExactly(2, 3, 6, 2);
        add(json, 20_000, "far", false);
        assertRefused("its vocabulary has 5 pieces, but a token the id 20000");
        unigram.put("vocab", 7);
        json.putArray("added_tokens");
        assertRefused("it has no vocabulary");
    }

    private ObjectNode unigram() {
        json.putArray("added_tokens");
        json.putNull("pre_tokenizer");
        json.putNull("post_processor");
        json.putNull("decoder");
        ObjectNode model = json.putObject("model").put("type", "Unigram").put("unk_id", 0);
        ArrayNode vocabulary = model.putArray("vocab");
        for (String piece : new String[] {"<unk>", "</s>", "a", "b"}) {
            vocabulary.addArray().add(piece).add(piece.length() == 1 ? -1.5 : 0);
        }
        return model;
    }

    @Test
    void aWholeWordIsNoSpecialTokenEither() throws IOException {
        json.putNull("pre_tokenizer");
        json.putNull("post_processor");
        json.putNull("decoder");
        json.putArray("added_tokens");
        ObjectNode model = json.putObject("model").put("type", "WordLevel").put("unk_token", "UNK");
        model.putObject("vocab").put("UNK", 0).put("END", 1).put("word", 2);
        add(json, 0, "UNK", true);
        add(json, 1, "END", true);
        assertThat(ids("word")).containsExactly(2);
        assertThat(ids("END")).containsExactly(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '`',
            value = {
                "{\"id\": -5, \"content\": \"x\"} @ token x has the id -5",
                "{\"id\": 2147483647, \"content\": \"x\"} @ token x has the id 2147483647",
                "{\"id\": 2147483648, \"content\": \"x\"} @ token x has the id 2147483648",
                "{\"id\": 1.5, \"content\": \"x\"} @ token x has the id 1.5",
                "{\"content\": \"x\"} @ token x has the id , which",
                "{\"id\": 300} @ one of its added_tokens has no content",
                "{\"id\": 7, \"content\": \"new\"} @ have one id, 7",
                "{\"id\": 300, \"content\": \"<|endoftext|>\"} @ token <|endoftext|> has two ids, 299 and 300",
            })
    void addedTokensWithoutAnIdOfTheirOwnAreRefused(String token, String reason) throws IOException {
        json.withArray("added_tokens").add(JSON.readTree(token));
        assertRefused(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "2147483647", "4294967296", "\"7\"", "7.5", "7"})
    void tokensOfTheVocabularyWithoutAnIdOfTheirOwnAreRefused(String id) throws IOException {
        ((ObjectNode) json.path("model").path("vocab")).set("new", JSON.readTree(id));
        assertRefused(id.equals("7") ? "have one id, 7" : "token new has the id " + id);
    }

    @Test
    void mergesOfWhatIsNoTokenAreRefused() throws IOException {
        ((ObjectNode) json.path("model")).withArray("merges").add("zz qq");
        assertRefused("none that Hugging Face's library reads");
        write();
        ((ObjectNode) json.path("model")).put("continuing_subword_prefix", "##longer");
        assertRefused("does not go on with continuing_subword_prefix");
    }

    @Test
    void patternsThatMayTakeForEverAreRefused() throws IOException {
        ObjectNode split = json.putObject("pre_tokenizer")
                .put("type", "Sequence")
                .putArray("pretokenizers")
                .addObject();
        split.put("type", "Split").put("behavior", "Isolated").put("invert", false);
        split.putObject("pattern").put("Regex", "(a+)+$");
        assertRefused("its pattern (a+)+$ may take for ever");
        write();
        ObjectNode replace = json.putObject("normalizer").put("type", "Replace").put("content", "");
        replace.putObject("pattern").put("Regex", "(".repeat(3000));
        assertRefused("more than 20 deep");
    }

    @Test
    void stagesThatLeadNowhereAreRefused() throws IOException {
        ObjectNode template = json.putObject("post_processor").put("type", "TemplateProcessing");
        template.putArray("single")
                .addObject()
                .putObject("SpecialToken")
                .put("id", "[CLS]")
                .put("type_id", 0);
        template.putArray("pair");
        ObjectNode known = template.putObject("special_tokens");
        assertRefused("names the special token [CLS], which it does not list");
        ObjectNode cls = known.putObject("[CLS]").put("id", "[CLS]");
        cls.putArray("tokens").add("[CLS]");
        cls.putArray("ids");
        assertRefused("has not one id for each token of [CLS]");
        cls.withArray("ids").add(300);
        assertRefused("puts the token 300 around a text, but its tokens are 0 to 299");
        ObjectNode bert = json.putObject("post_processor").put("type", "BertProcessing");
        bert.putArray("sep").add("a").add(-5);
        bert.putArray("cls").add("a").add(64);
        assertRefused("puts the token -5 around a text");
        write();
        ((ObjectNode) json.path("model")).put("max_input_chars_per_word", 1_000_000);
        assertRefused("a long word would take for ever");
    }

    @Test
    void characterMapsThatLeadOutOfTheFileAreRefused() throws IOException {
        int[] units = new int[512];
        units[0] = 256 << 10; // the root's children begin at 256
        assertCharacterMap(units, "is safe", false);
        units['a' ^ 256] = 'a' | 1 << 8 | 600 << 10;
        assertCharacterMap(units, "leads out of its trie", true);
        units['a' ^ 256] = 'a' | 1 << 8 | ('a' ^ 2) << 10; // its leaf lies at 258
        assertCharacterMap(units, "is safe", false);
        units[258] = 50;
        assertCharacterMap(units, "leads out of its replacements", true);
        json.putObject("normalizer").put("type", "Precompiled").put("precompiled_charsmap", 12_345_678);
        assertRefused("is cut off");
        ByteBuffer latin = ByteBuffer.allocate(4 + 4 * 256 + 2).order(ByteOrder.LITTLE_ENDIAN);
        latin.putInt(4 * 256).put(latin.capacity() - 2, (byte) 0xE9);
        String encoded = Base64.getEncoder().encodeToString(latin.array());
        json.putObject("normalizer").put("type", "Precompiled").put("precompiled_charsmap", encoded);
        assertRefused("are not UTF-8");
        json.putObject("normalizer").put("type", "Precompiled").put("precompiled_charsmap", encoded.replace("=", ""));
        assertRefused("is not base64");
        json.putObject("normalizer").put("type", "Precompiled").put("precompiled_charsmap", "%");
        assertRefused("is not base64");
        json.putObject("normalizer").put("type", "Precompiled");
        assertRefused("is cut off");
        json.putObject("normalizer").put("precompiled_charsmap", "AAAAf///");
        assertRefused("is cut off");
    }

    private void assertCharacterMap(int[] units, String reason, boolean refused) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * units.length + 2).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(4 * units.length);
        for (int unit : units) {
            bytes.putInt(unit);
        }
        bytes.put((byte) 'b').put((byte) 0);
        json.putObject("normalizer")
                .put("type", "Precompiled")
                .put("precompiled_charsmap", Base64.getEncoder().encodeToString(bytes.array()));
        if (refused) {
            assertRefused(reason);
        } else {
            assertThat(ids("a")).as(reason).hasSize(1);
        }
    }
}
