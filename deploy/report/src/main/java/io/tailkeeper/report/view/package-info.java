/** An experiment as the metrics service tells of it, and who shows it. */
@NullMarked
package io.tailkeeper.report.view;

import org.jspecify.annotations.NullMarked;
