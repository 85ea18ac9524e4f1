/** An experiment run with processes killed, beside the same one left alone. */
@NullMarked
package io.tailkeeper.bench.kills;

import org.jspecify.annotations.NullMarked;
