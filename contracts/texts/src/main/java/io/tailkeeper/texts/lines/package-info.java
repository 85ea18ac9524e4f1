/** Text line by line. */
package io.tailkeeper.texts.lines;
