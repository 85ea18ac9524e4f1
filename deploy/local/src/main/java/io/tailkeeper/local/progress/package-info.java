/** What a person watches while an experiment runs. */
@NullMarked
package io.tailkeeper.local.progress;

import org.jspecify.annotations.NullMarked;
