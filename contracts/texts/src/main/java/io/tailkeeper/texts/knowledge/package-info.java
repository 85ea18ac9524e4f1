/** Files of knowledge items: a true and a false sentence after one context. */
@NullMarked
package io.tailkeeper.texts.knowledge;

import org.jspecify.annotations.NullMarked;
