/** Text line by line. */
@NullMarked
package io.tailkeeper.texts.lines;

import org.jspecify.annotations.NullMarked;
