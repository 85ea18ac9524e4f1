/** An installation that is there already: connecting to it, its topics, its runs. */
@NullMarked
package io.tailkeeper.local.remote;

import org.jspecify.annotations.NullMarked;
