/**
 * What is shown of runs: views that people and programs read as JSON, and the events that tell two views apart. They are values
 * and decide nothing. A new thing to show is a component here, filled by {@code RunAccount}.
 */
@NullMarked
package io.tailkeeper.metrics.view;

import org.jspecify.annotations.NullMarked;
