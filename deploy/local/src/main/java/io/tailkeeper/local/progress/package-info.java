/** What a person watches while an experiment runs. */
package io.tailkeeper.local.progress;
