/** What a bench starts and feeds: broker and Redis of its own, packaged services, documents. */
@NullMarked
package io.tailkeeper.bench.services;

import org.jspecify.annotations.NullMarked;
