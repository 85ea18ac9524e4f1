/** Pages as files: markup out of text that is never trusted, and charts whose style, script and data are in the file. */
@NullMarked
package io.tailkeeper.report.html;

import org.jspecify.annotations.NullMarked;
