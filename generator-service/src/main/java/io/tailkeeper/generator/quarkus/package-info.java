/**
 * Settings, beans, start and stop of the service. A setting is a method of {@code GeneratorSettings}, with its range and its meaning.
 */
@NullMarked
package io.tailkeeper.generator.quarkus;

import org.jspecify.annotations.NullMarked;
