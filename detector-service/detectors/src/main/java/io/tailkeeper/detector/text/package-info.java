/**
 * A text as a detector reads it: the part of it that is judged, and spelling without what only layout or a keyboard
 * decides. What is done to every text before any feature is taken is added here.
 */
@NullMarked
package io.tailkeeper.detector.text;

import org.jspecify.annotations.NullMarked;
