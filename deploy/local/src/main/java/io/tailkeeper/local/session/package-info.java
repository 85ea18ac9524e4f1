/** Installations as long as a command works on them: started for it, or there already. */
package io.tailkeeper.local.session;
