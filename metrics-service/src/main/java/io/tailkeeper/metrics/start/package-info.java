/** Experiments that somebody asks for over HTTP: presets to begin with, and what is wrong with a file. */
@NullMarked
package io.tailkeeper.metrics.start;

import org.jspecify.annotations.NullMarked;
