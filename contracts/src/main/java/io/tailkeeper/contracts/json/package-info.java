/**
 * Faults of JSON in words for a person, without the names that a library gives them. What reads JSON of other people says with it
 * what is wrong and where.
 */
package io.tailkeeper.contracts.json;
