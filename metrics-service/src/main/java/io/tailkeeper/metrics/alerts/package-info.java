/**
 * Rules of alerts: what a measure is in a generation, and whether as many generations in a row as a rule asks for have fulfilled
 * it. Equal generations give equal alerts. A new measure is a constant of {@code AlertMeasure} and its case in
 * {@link io.tailkeeper.metrics.alerts.MeasureValue}.
 */
@NullMarked
package io.tailkeeper.metrics.alerts;

import org.jspecify.annotations.NullMarked;
