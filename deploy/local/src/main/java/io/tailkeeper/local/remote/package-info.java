/** An installation that is there already: connecting to it, its topics, its runs. */
package io.tailkeeper.local.remote;
