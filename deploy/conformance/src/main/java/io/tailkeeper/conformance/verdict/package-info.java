/** What is demanded of a detector, what came of it, and how a verdict is told to people and to build servers. */
@NullMarked
package io.tailkeeper.conformance.verdict;

import org.jspecify.annotations.NullMarked;
