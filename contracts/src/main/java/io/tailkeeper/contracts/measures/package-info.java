/** Groups of measures within messages. Each is optional where it stands: messages of earlier releases lack it. */
@NullMarked
package io.tailkeeper.contracts.measures;

import org.jspecify.annotations.NullMarked;
