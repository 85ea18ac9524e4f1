/** Writing with a model in PyTorch: the model of a checkpoint, opened once for many tasks, and its vocabulary. */
@NullMarked
package io.tailkeeper.generator.pytorch;

import org.jspecify.annotations.NullMarked;
