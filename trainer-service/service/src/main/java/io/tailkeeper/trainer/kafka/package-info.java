/**
 * Messages in and out: the channel of samples, announcements, and the topic of batches, which is written and read in transactions.
 */
package io.tailkeeper.trainer.kafka;
