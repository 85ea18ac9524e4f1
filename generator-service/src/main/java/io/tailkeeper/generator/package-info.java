/**
 * The generator's domain: where human text comes from, how it is divided, which samples a generation is made of and what
 * they say. Plain Java: values in, values out.
 */
@NullMarked
package io.tailkeeper.generator;

import org.jspecify.annotations.NullMarked;
