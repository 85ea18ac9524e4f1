package io.tailkeeper.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.commandline.Suggestion;
import io.tailkeeper.contracts.checks.Checks;
import io.tailkeeper.contracts.specification.AlertMeasure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody published of an experiment that is repeated here: the figure of an arm, or that it lies below another arm's. The report
 * says what was measured beside it.
 *
 * @param arm whose figure
 * @param measure which figure
 * @param generation after which; null: after the last
 * @param value the figure; null where {@code below} is given
 * @param below the arm whose figure is larger; null where {@code value} is given
 * @param source where it was published, and with what model and text
 */
public record Published(
        String arm,
        AlertMeasure measure,
        @Nullable Integer generation,
        @Nullable Double value,
        @Nullable String below,
        String source) {

    static final String KEY = "published";

    public Published {
        Checks.notBlank("arm", arm);
        Checks.present("measure", measure);
        Checks.notBlank("source", source);
        if ((value == null) == (below == null)) {
            throw new IllegalArgumentException(
                    "a published figure has either a value or the arm that it lies below; give one of the two");
        }
        if (generation != null && generation < 1) {
            throw new IllegalArgumentException("generation must be 1 or more, but is " + generation);
        }
    }

    /**
     * Those of a file.
     *
     * @param list null or missing for none
     * @param arms the arms that there are
     * @throws ExperimentException when it is no list, one of them is incomplete, or names an arm that there is not
     */
    static List<Published> read(JsonNode list, Collection<String> arms) {
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw new ExperimentException(
                    KEY + ": this is not a list; begin each figure with a dash, as in \"- arm: baseline\"", KEY);
        }
        List<Published> published = new ArrayList<>();
        for (int index = 0; index < list.size(); index++) {
            String place = KEY + "[" + index + "]";
            if (!(list.get(index) instanceof ObjectNode figure)) {
                throw new ExperimentException(
                        place + ": this is not a figure; give it arm, measure, source, and value or below", place);
            }
            Published one = RecordBinder.bind(Published.class, figure, place);
            requireArm(one.arm, arms, place + ".arm");
            if (one.below != null) {
                requireArm(one.below, arms, place + ".below");
            }
            published.add(one);
        }
        return published;
    }

    private static void requireArm(String arm, Collection<String> arms, String place) {
        if (!arms.contains(arm)) {
            throw new ExperimentException(
                    place + ": there is no arm \"" + arm + "\"; " + Suggestion.forWord(arm, arms), place);
        }
    }
}
