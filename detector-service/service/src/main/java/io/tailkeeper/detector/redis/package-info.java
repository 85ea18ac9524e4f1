/** The score cache: features by encoder version and text, shared by instances; losing it costs time only. */
@NullMarked
package io.tailkeeper.detector.redis;

import org.jspecify.annotations.NullMarked;
