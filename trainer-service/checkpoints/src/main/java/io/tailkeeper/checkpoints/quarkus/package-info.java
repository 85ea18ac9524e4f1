/** Settings and beans of the services that open or publish checkpoints. A setting is a method of {@code CheckpointSettings}. */
@NullMarked
package io.tailkeeper.checkpoints.quarkus;

import org.jspecify.annotations.NullMarked;
