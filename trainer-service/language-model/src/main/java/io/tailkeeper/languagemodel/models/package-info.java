/**
 * Models of every format, opened and made: the only package that knows all formats. A newcomer adds here how a model of a
 * new format is recognised on the disk, and nothing of what the format looks like inside. Programs begin with {@link
 * io.tailkeeper.languagemodel.models.Models}; {@link io.tailkeeper.languagemodel.models.Continuation} is one.
 */
@NullMarked
package io.tailkeeper.languagemodel.models;

import org.jspecify.annotations.NullMarked;
