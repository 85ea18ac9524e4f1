/**
 * Messages in and out: the channel of samples, announcements, and the topic of batches, which is written and read in transactions.
 */
@NullMarked
package io.tailkeeper.trainer.kafka;

import org.jspecify.annotations.NullMarked;
