/** The language model: architecture, weights, tokenizer and decoding, on DJL; shared by the trainer and the generator. */
package io.tailkeeper.languagemodel;
