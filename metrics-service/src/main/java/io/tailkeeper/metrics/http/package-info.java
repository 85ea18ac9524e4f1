/** HTTP: JSON for programs, server-sent events and a dashboard for people. */
@NullMarked
package io.tailkeeper.metrics.http;

import org.jspecify.annotations.NullMarked;
