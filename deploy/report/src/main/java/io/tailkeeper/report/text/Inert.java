package io.tailkeeper.report.text;

import io.tailkeeper.contracts.measures.TokenEdits;
import io.tailkeeper.contracts.specification.LossSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is to be said of a remedy that did nothing. */
public final class Inert {

    /** Of an arm whose weights are to the bit those of another. */
    public static final String SAME_WEIGHTS =
            "its weights are to the bit those of %s in every generation, so what sets it apart did nothing here";

    /** Of an arm whose perplexity is another's but for a thousandth. */
    public static final String SAME_PERPLEXITY =
            "its perplexity is that of %s within 0.1 %% in every generation, so what sets it apart did next to nothing here";

    private static final double INERT_EDITS = 0.01;

    private Inert() {}

    /**
     * What is to be said of token editing and of a selection that changed next to nothing.
     *
     * @param edits one of each generation; none where nothing was to be edited
     */
    public static List<String> of(Method method, List<InertSelection> generations, List<TokenEdits> edits) {
        return Stream.of(editing(edits), InertSelection.of(method, generations))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Token editing that changed less than 1 % of the human tokens.
     *
     * @param edits one of each generation; none where nothing was to be edited
     * @return empty where it changed enough somewhere
     */
    static Optional<String> editing(List<TokenEdits> edits) {
        double changed =
                edits.stream().mapToDouble(TokenEdits::changedShare).max().orElse(1);
        double edited =
                edits.stream().mapToDouble(TokenEdits::editedShare).max().orElse(1);
        return changed >= INERT_EDITS
                ? Optional.empty()
                : Optional.of(text(
                        "token editing changed less than 1 %% of the human tokens in every generation (at most %.3f %%, and drew"
                                + " %.3f %% again), so it was inert here; lower data.edit.probability or raise data.edit.beta",
                        100 * changed, 100 * edited));
    }

    /**
     * A loss that masked less than 0.1 % of the tokens.
     *
     * @param share the most that it masked in a generation
     */
    public static String masking(LossSpecification loss, double share) {
        return text(
                "%s masked less than 0.1 %% of the tokens in every generation (at most %.3f %%), so it was inert here; %s",
                loss.name() == LossSpecification.Name.RANDOM_MASK ? "the random mask" : "truncated cross entropy",
                100 * share,
                loss.name() == LossSpecification.Name.DYNAMIC_TCE
                        ? "its threshold is known from the second reading of the text on; raise training.optimizer-tokens or"
                                + " lower loss.deviations"
                        : "models are not confident enough at threshold " + loss.confidenceThreshold());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
