/**
 * Corpora in files of people, as the generator draws from them. Which files are read, and how, is {@code contracts/texts}.
 */
package io.tailkeeper.generator.files;
