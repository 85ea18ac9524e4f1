/**
 * Selection: which documents of a pool are learned, how often, with which weight. The trainer draws with it, and the
 * metrics service asks it what another detector would have drawn; equal pools give equal draws in both.
 */
@NullMarked
package io.tailkeeper.selection;

import org.jspecify.annotations.NullMarked;
