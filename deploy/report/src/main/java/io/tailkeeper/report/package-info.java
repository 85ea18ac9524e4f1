/** What is left of an experiment: the report as JSON, CSV, HTML and as a table for the terminal. */
@NullMarked
package io.tailkeeper.report;

import org.jspecify.annotations.NullMarked;
