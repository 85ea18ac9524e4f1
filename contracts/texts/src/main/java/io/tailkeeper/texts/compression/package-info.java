/** Bytes of files as they are when unpacked, without byte order marks. */
package io.tailkeeper.texts.compression;
