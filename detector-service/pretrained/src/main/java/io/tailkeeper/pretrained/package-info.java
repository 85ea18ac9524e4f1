/**
 * Detectors that are models from elsewhere. A module of its own, because their runtimes are; the service has it on its class
 * path, and the detectors that need no such model do not know it.
 */
package io.tailkeeper.pretrained;
