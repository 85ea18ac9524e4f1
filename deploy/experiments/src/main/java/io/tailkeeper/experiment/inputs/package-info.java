/**
 * What an experiment is made of on this machine, looked at before it is started: corpora, models, detectors, items of knowledge.
 *
 * <p>Everything wrong with it ends in an {@link io.tailkeeper.experiment.ExperimentException}.
 */
@NullMarked
package io.tailkeeper.experiment.inputs;

import org.jspecify.annotations.NullMarked;
