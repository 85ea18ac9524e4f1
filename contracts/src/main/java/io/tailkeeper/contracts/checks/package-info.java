/**
 * The value checks of all records. Every message of theirs names the setting, the value and what is allowed. A check that two
 * records need is added here.
 */
@NullMarked
package io.tailkeeper.contracts.checks;

import org.jspecify.annotations.NullMarked;
