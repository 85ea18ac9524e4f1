/** What the page shows of texts, the same in the live service and in a report: values alone. */
@NullMarked
package io.tailkeeper.page;

import org.jspecify.annotations.NullMarked;
