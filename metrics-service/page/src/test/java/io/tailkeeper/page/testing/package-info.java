/** A browser in which tests look at the page as people do. */
@NullMarked
package io.tailkeeper.page.testing;

import org.jspecify.annotations.NullMarked;
