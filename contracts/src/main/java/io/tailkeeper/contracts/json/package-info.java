/**
 * Faults of JSON in words for a person, without the names that a library gives them. What reads JSON of other people says with it
 * what is wrong and where.
 */
@NullMarked
package io.tailkeeper.contracts.json;

import org.jspecify.annotations.NullMarked;
