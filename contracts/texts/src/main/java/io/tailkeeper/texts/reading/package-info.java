/** Texts and rows of files of every kind. */
package io.tailkeeper.texts.reading;
