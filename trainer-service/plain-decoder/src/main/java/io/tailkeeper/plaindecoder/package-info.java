/**
 * A decoding engine in plain Java and the JDK's vectors, several times faster than the tensor library where models are very
 * small. {@link io.tailkeeper.plaindecoder.PlainEngine} says which models it suits; programs that write texts have this jar
 * on their class path, and no code knows it. A newcomer adds here what a new family of models consists of, in {@code
 * Architecture}, and the loops it needs, each held to {@code bench generator}.
 */
@NullMarked
package io.tailkeeper.plaindecoder;

import org.jspecify.annotations.NullMarked;
