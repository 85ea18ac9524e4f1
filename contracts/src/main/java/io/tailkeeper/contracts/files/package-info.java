/**
 * Plain pieces for files, digests and ports that every program needs and that must not be written twice. They know no message.
 * What is added here stands on the Java library alone and is used by more than one service.
 */
@NullMarked
package io.tailkeeper.contracts.files;

import org.jspecify.annotations.NullMarked;
