/** How arms went over several seeds: when they failed, and what warned first. */
@NullMarked
package io.tailkeeper.report.course;

import org.jspecify.annotations.NullMarked;
