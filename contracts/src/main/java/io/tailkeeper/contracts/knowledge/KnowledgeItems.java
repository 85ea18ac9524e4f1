package io.tailkeeper.contracts.knowledge;

import io.tailkeeper.contracts.checks.Checks;
import java.util.List;

/**
 * What the models of a run are asked, every generation the same (after arXiv 2509.04796). One message holds all items, so
 * that they are there whole or not at all. It is published once for the run that trains generation 0, where its
 * specification asks for it; runs that adopt that generation are judged by the same items. Of several messages of a run
 * the first counts.
 *
 * @param runId the run
 * @param items the items, at most 2,000,000 UTF-16 units of text in all
 */
public record KnowledgeItems(String runId, List<KnowledgeItem> items) {

    /** Most items of a run. */
    public static final int MAXIMUM_ITEMS = 10_000;

    /** Most text of all items, in UTF-16 units: a message has room for it in every script. */
    public static final int MAXIMUM_TEXT = 2_000_000;

    public KnowledgeItems {
        Checks.runId("runId", runId);
        items = Checks.list("items", items, 1, MAXIMUM_ITEMS);
        long length = items.stream().mapToLong(KnowledgeItem::length).sum();
        if (length > MAXIMUM_TEXT) {
            throw new IllegalArgumentException("items have " + length + " characters; at most " + MAXIMUM_TEXT
                    + " are allowed in all: ask fewer of them");
        }
    }
}
