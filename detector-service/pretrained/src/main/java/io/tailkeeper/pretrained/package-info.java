/**
 * Detectors that are models from elsewhere. A module of its own, because their runtimes are: none is on the class path of
 * the service.
 */
@NullMarked
package io.tailkeeper.pretrained;

import org.jspecify.annotations.NullMarked;
