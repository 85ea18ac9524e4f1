/** An experiment run with processes killed, beside the same one left alone. */
package io.tailkeeper.bench.kills;
