/** Installations as long as a command works on them: started for it, or there already. */
@NullMarked
package io.tailkeeper.local.session;

import org.jspecify.annotations.NullMarked;
