/** Consumer groups of other services, as the brokers know them. */
@NullMarked
package io.tailkeeper.flow.groups;

import org.jspecify.annotations.NullMarked;
