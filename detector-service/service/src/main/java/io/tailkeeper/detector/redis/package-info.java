/** The score cache: features by encoder version and text, shared by instances; losing it costs time only. */
package io.tailkeeper.detector.redis;
