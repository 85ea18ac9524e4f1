/** Figures over seeds: spreads, intervals, paired differences. Pure arithmetic. */
@NullMarked
package io.tailkeeper.report.statistics;

import org.jspecify.annotations.NullMarked;
