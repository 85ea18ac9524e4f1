/**
 * Detectors that are models from elsewhere. A module of its own, because their runtimes are: none is on the class path of
 * the service.
 */
package io.tailkeeper.pretrained;
