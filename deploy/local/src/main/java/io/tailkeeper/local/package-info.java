/** The tailkeeper program: its commands. */
@NullMarked
package io.tailkeeper.local;

import org.jspecify.annotations.NullMarked;
