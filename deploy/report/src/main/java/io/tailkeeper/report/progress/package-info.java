/** What a person watches while an experiment runs. */
@NullMarked
package io.tailkeeper.report.progress;

import org.jspecify.annotations.NullMarked;
