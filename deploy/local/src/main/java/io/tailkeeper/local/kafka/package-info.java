/** What a launcher looks at in a broker, its own or another. */
@NullMarked
package io.tailkeeper.local.kafka;

import org.jspecify.annotations.NullMarked;
