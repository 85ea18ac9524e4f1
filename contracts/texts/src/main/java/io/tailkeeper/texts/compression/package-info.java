/** Bytes of files as they are when unpacked, without byte order marks. */
@NullMarked
package io.tailkeeper.texts.compression;

import org.jspecify.annotations.NullMarked;
