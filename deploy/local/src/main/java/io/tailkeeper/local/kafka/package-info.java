/** What a launcher looks at in a broker, its own or another. */
package io.tailkeeper.local.kafka;
