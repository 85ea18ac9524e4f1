/**
 * What a run is asked to be: data, model, training, loss, selection, decoding. Every record checks its own values, and one that
 * exists is valid. A new setting of a run is a component here, a property of its schema and a golden record, in this order.
 */
@NullMarked
package io.tailkeeper.contracts.specification;

import org.jspecify.annotations.NullMarked;
