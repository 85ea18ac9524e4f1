/** The HTTP door that all four services have: whom they answer, and what a browser may do with their pages. */
@NullMarked
package io.tailkeeper.flow.http;

import org.jspecify.annotations.NullMarked;
