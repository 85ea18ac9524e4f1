/**
 * Detectors that are models from elsewhere. A module of its own, because their runtimes are: the service has it on its class
 * path, and the module of all other detectors does not know it.
 */
@NullMarked
package io.tailkeeper.pretrained;

import org.jspecify.annotations.NullMarked;
