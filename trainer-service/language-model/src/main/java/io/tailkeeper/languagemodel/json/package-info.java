/**
 * JSON out of other people's files, read in one way only, and the questions that readers of a model's folder ask of it. A
 * newcomer adds here a question that more than one reader asks, with the refusal that goes with a wrong answer. Which fields
 * there are is known to the readers alone.
 */
@NullMarked
package io.tailkeeper.languagemodel.json;

import org.jspecify.annotations.NullMarked;
