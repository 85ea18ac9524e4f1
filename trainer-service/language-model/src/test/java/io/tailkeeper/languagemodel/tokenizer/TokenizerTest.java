package io.tailkeeper.languagemodel.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.languagemodel.Tokenizer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a member of the genus Canis",
                " leading and trailing ",
                "tabs\tand\n\nlines",
                "naïve – “quoted” 戦場のヴァルキュリア 🙂",
                "<|endoftext|> spelled out",
                ""
            })
    void textComesBackFromEveryVocabulary(String text) {
        for (int size : new int[] {257, 512, 2048, 50_257}) {
            Tokenizer tokenizer = Gpt2RanksTokenizer.of(size);
            int[] tokens = tokenizer.encode(text);
            assertThat(tokenizer.decode(tokens)).isEqualTo(text);
            assertThat(Arrays.stream(tokens).allMatch(token -> token >= 0 && token < tokenizer.endOfText()))
                    .isTrue();
        }
    }

    @Test
    void fullVocabularyIsThatOfGpt2() {
        Tokenizer tokenizer = Gpt2RanksTokenizer.of(50_257);
        assertThat(tokenizer.encode("Hello world")).containsExactly(15496, 995);
        assertThat(tokenizer.encode("I'll don't we've")).containsExactly(40, 1183, 836, 470, 356, 1053);
        assertThat(tokenizer.encode("The dog  barked 12 times.\n"))
                .containsExactly(464, 3290, 220, 21405, 276, 1105, 1661, 13, 198);
        assertThat(tokenizer.endOfText()).isEqualTo(50_256);
    }

    @Test
    void smallerVocabularyNeedsMoreTokens() {
        String text = "a breed of large muscular dogs used as guards";
        assertThat(Gpt2RanksTokenizer.of(512).encode(text).length)
                .isGreaterThan(Gpt2RanksTokenizer.of(2048).encode(text).length);
        assertThat(Gpt2RanksTokenizer.of(257).encode(text)).hasSize(text.length());
    }

    @Test
    void refusesVocabulariesThatRanksCannotGive() {
        assertThatThrownBy(() -> Gpt2RanksTokenizer.of(256)).hasMessageContaining("257 to");
        assertThatThrownBy(() -> Gpt2RanksTokenizer.of(60_000)).hasMessageContaining("257 to 50257");
    }
}
