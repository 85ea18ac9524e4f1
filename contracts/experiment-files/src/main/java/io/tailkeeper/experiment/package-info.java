/**
 * Experiments: the files that describe them, what the command line changes in them, and the runs they ask for.
 *
 * <p>Everything wrong with what a person wrote ends in an {@link io.tailkeeper.experiment.ExperimentException}.
 */
@NullMarked
package io.tailkeeper.experiment;

import org.jspecify.annotations.NullMarked;
