package io.tailkeeper.languagemodel.tokenizer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearRegexTest {

    /** As the tokenizers of well-known families write them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                        + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve"
                        + "|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}"
                        + "\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+"
                        + "|\\s+(?!\\S)|\\s+",
                "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
                        + "| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                " ?[^(\\s|[.,!?…。，、।۔،])]+",
                "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
                " {2,}",
                "\\s+",
                "[0-9][0-9][0-9]",
                "[一-龥぀-ゟ゠-ヿ]+",
                "\\p{N}{1,3}"
            })
    void patternsOfPublishedTokenizersAreLinear(String pattern) {
        assertThatCode(() -> LinearRegex.require(pattern)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '`',
            value = {
                "(a+)+$              @ it repeats the group (a+)",
                "(a|a)*b             @ it repeats the group (a|a)",
                "(?:a|ab)+           @ it repeats the group",
                "(x?x?){9}           @ it repeats the group",
                "a*a*b               @ behind two repetitions",
                "\\s*\\s+x|\\s+      @ behind two repetitions",
                "\\s*x               @ no next choice takes that as a whole",
                "\\s*x|\\s|\\s+      @ no next choice takes that as a whole",
                "a\\s*x|\\s+         @ behind a repetition that does not begin it",
                "(?:\\s*x)?y         @ behind a repetition in a group",
                "\\d(?=\\d*x)        @ behind a repetition in a group",
                "a?a?a?a?a?a?a?a?a?a?a @ in more than 1000 ways",
            })
    void whatMayTakeForEverIsRefused(String pattern, String reason) {
        assertThatThrownBy(() -> LinearRegex.require(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("may take for ever on some text: ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '`',
            value = {
                "(a)\\1+             @ nothing that Tailkeeper knows",
                "\\g<1>              @ nothing that Tailkeeper knows",
                "(?x) a              @ nothing that Tailkeeper knows",
                "a{1,9999}b          @ {1,9999} times",
                "a**                 @ it repeats a repetition",
                "a|*b                @ nothing stands before the repetition at character 2",
                "[a                  @ the set in brackets that begins at character 0 does not end",
                "(x(y                @ the group that begins at character 2 does not end",
                "a)                  @ it ends a group at character 1 that does not begin",
            })
    void whatIsNotReadIsNotCalledSlow(String pattern, String reason) {
        assertThatThrownBy(() -> LinearRegex.require(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("its pattern " + pattern + " cannot be read: ")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("for ever");
    }

    @Test
    void deepAndLongPatternsAreRefused() {
        assertThatThrownBy(() -> LinearRegex.require("(".repeat(1000) + "a" + ")".repeat(1000)))
                .hasMessageContaining("its groups are more than 20 deep");
        assertThatThrownBy(() -> LinearRegex.require("[".repeat(5000)))
                .hasMessageContaining("its sets in brackets are more than 20 deep");
        assertThatThrownBy(() -> LinearRegex.require("a".repeat(10_001))).hasMessageContaining("10001 characters");
    }
}
