/** S3-compatible stores, by Amazon's client. Another kind of store is an {@code ObjectStore} in a package beside this one. */
@NullMarked
package io.tailkeeper.checkpoints.s3;

import org.jspecify.annotations.NullMarked;
