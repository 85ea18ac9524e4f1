/**
 * Messages in and out: channels that bring work, the queue it waits in, the thread that does it, what is sent. What the work is
 * stands in the package above.
 */
@NullMarked
package io.tailkeeper.generator.kafka;

import org.jspecify.annotations.NullMarked;
