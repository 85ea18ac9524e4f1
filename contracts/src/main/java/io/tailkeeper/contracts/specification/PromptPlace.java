package io.tailkeeper.contracts.specification;

/**
 * Whose a prompt is.
 *
 * @param generation the first generation whose pool has its continuation
 * @param writer the generation whose model writes after it
 */
public record PromptPlace(int generation, int writer) {

    static PromptPlace of(FreshDocuments fresh, int writers, int prompt) {
        int generation = 1;
        int place = prompt;
        for (int size = fresh.synthetic(1); place >= size; size = fresh.synthetic(++generation)) {
            place -= size;
        }
        int together = Math.min(writers, generation);
        int part = Math.toIntExact((long) place * together / fresh.synthetic(generation));
        return new PromptPlace(generation, generation - together + part);
    }
}
