/** What the framework has to know: settings, threads and the objects that live as long as the service. */
@NullMarked
package io.tailkeeper.metrics.quarkus;

import org.jspecify.annotations.NullMarked;
