/** Lines of a given width, for terminals, pipes and files. */
@NullMarked
package io.tailkeeper.report.text;

import org.jspecify.annotations.NullMarked;
