/**
 * Settings, beans, start and stop of the service. A setting is a method of {@code TrainerSettings}, with its range and its meaning.
 */
@NullMarked
package io.tailkeeper.trainer.quarkus;

import org.jspecify.annotations.NullMarked;
