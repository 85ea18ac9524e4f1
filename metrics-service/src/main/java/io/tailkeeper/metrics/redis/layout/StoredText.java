package io.tailkeeper.metrics.redis.layout;

import io.tailkeeper.contracts.measures.TextTokens;
import io.tailkeeper.metrics.text.MeasuredText;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A labelled text, until its generation is measured. */
public record StoredText(boolean machineWritten, String text, @Nullable TextTokens tokens) {

    /** Those of one side, in their order. */
    public static List<MeasuredText> side(Collection<StoredText> texts, boolean machineWritten) {
        return texts.stream()
                .filter(text -> text.machineWritten() == machineWritten)
                .map(text -> new MeasuredText(text.text(), text.tokens()))
                .toList();
    }
}
