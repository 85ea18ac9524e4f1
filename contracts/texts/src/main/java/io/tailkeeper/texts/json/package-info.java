/** Rows of JSON. */
package io.tailkeeper.texts.json;
