/**
 * Training in PyTorch: losses, AdamW, a step, the loop, its saved state, evaluation. A loss is a class here and a line in {@code
 * TokenLoss.of}.
 */
@NullMarked
package io.tailkeeper.trainer.pytorch;

import org.jspecify.annotations.NullMarked;
