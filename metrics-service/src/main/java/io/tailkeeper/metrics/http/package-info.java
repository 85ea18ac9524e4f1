/** HTTP: JSON for programs, server-sent events and a dashboard for people. */
package io.tailkeeper.metrics.http;
