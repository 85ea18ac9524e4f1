/**
 * What a service knows of its runs and makes of it: the book of runs and generations, calibration parts that are being
 * collected, and scores. It sees messages as values, and no transport of them. A new rule of when a generation is fitted,
 * scored or given up is added here.
 */
@NullMarked
package io.tailkeeper.detector.run;

import org.jspecify.annotations.NullMarked;
