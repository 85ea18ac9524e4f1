package io.tailkeeper.generator;

/** Text as tokens and back. Every valid text survives the way there and back. Safe for use by several threads. */
public interface Vocabulary {

    /** Number of tokens; ids are 0 to size - 1. */
    int size();

    int[] encode(String text);

    /** The UTF-8 bytes that tokens stand for; they may begin or end inside a character. */
    byte[] bytes(int... tokens);
}
