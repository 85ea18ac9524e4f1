package io.tailkeeper.local.samples;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.measures.TokenEdits;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Samples as lines of a terminal; texts are shown without what it would obey. */
final class SamplesView {

    private static final int LEAST = 20;
    private static final String BETWEEN = " │ ";
    private static final String PROMPT = "  prompt  ";
    private static final String TEXT = "  text    ";

    private final PrintWriter out;
    private final String own;
    private final int width;

    /**
     * @param generation of the samples; ids of its own samples are shown by their index
     * @param columns of the terminal
     */
    SamplesView(PrintWriter out, GenerationKey generation, int columns) {
        this.out = out;
        this.own = generation + ":";
        this.width = Math.max(LEAST, columns - 1);
    }

    /** A sample of the pool: who wrote it, what the detector said, what became of it. */
    void show(SampleLine.Pooled sample) {
        String fate = sample.kept()
                ? String.format(
                        Locale.ROOT,
                        "kept: learned %d time%s, weight %.2f",
                        sample.learned(),
                        sample.learned() == 1 ? "" : "s",
                        sample.weight())
                : "dropped";
        String head = String.format(
                Locale.ROOT,
                "%s  %s  q %.3f%s  %s",
                name(sample.sampleId()),
                writer(sample),
                sample.syntheticProbability(),
                overlap(sample),
                fate);
        DisplayWidth.wrapped(head, width).forEach(out::println);
        indented(PROMPT, sample.prompt());
        indented(TEXT, sample.text());
        out.println();
    }

    private static String overlap(SampleLine.Pooled sample) {
        Double overlap = sample.referenceOverlap();
        return overlap == null ? "" : String.format(Locale.ROOT, ", overlap %.3f", overlap);
    }

    private static String writer(SampleLine.Pooled sample) {
        TokenEdits edits = sample.edits();
        if (sample.source() != Provenance.Source.HUMAN) {
            return sample.writtenBy() == null ? "writer unknown" : "model " + sample.writtenBy();
        }
        return edits == null
                ? "human"
                : String.format(
                        Locale.ROOT,
                        "human, %d of %d tokens drawn again, %d changed",
                        edits.edited(),
                        edits.tokens(),
                        edits.changed());
    }

    private String name(String sampleId) {
        return DisplayWidth.plain(sampleId.startsWith(own) ? "#" + sampleId.substring(own.length()) : sampleId);
    }

    /** What a human and a model wrote after the same prompt, in two columns. */
    void show(SampleLine.Pair pair, int generation) {
        int column = (width - BETWEEN.length()) / 2;
        out.println("prompt " + pair.index());
        DisplayWidth.wrapped(DisplayWidth.plain(pair.prompt()), width).forEach(out::println);
        out.println();
        List<String> human = DisplayWidth.wrapped(DisplayWidth.plain(pair.human()), column);
        List<String> model = DisplayWidth.wrapped(DisplayWidth.plain(pair.model()), column);
        line(column, "human", "model " + generation);
        line(column, "─".repeat(column), "─".repeat(column));
        for (int i = 0; i < Math.max(human.size(), model.size()); i++) {
            line(column, i < human.size() ? human.get(i) : "", i < model.size() ? model.get(i) : "");
        }
        out.println();
    }

    private void line(int column, String left, String right) {
        out.println((DisplayWidth.padded(left, column) + BETWEEN + right).stripTrailing());
    }

    private void indented(String name, String text) {
        String indent = name;
        for (String line : DisplayWidth.wrapped(DisplayWidth.plain(text), width - name.length())) {
            out.println((indent + line).stripTrailing());
            indent = " ".repeat(name.length());
        }
    }
}
