package io.tailkeeper.detector.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.detector.LabelledText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Texts here are numbers: people write about 0, generators about places of their own. */
class ExpertSearchTest {

    private static final int PAIRS = 200;

    private final List<LabelledText> fit = new ArrayList<>();
    private final List<LabelledText> calibration = new ArrayList<>();
    private final Random random = new Random(1);

    private void generator(String name, String source, double place, int pairs) {
        for (int i = 0; i < pairs; i++) {
            for (List<LabelledText> part : List.of(fit, calibration)) {
                part.add(text(false, source, name, random.nextGaussian()));
                part.add(text(true, source, name, place + random.nextGaussian()));
            }
        }
    }

    private static LabelledText text(boolean machine, String source, String generator, double value) {
        return new LabelledText(Double.toString(value), machine, source, generator, "");
    }

    private static double value(LabelledText text) {
        return Double.parseDouble(text.text());
    }

    /** A detector is a slope: which way, and how far, machine-written texts lie from human ones. */
    private static double slope(List<LabelledText> texts) {
        return mean(texts, true) - mean(texts, false);
    }

    private static double mean(List<LabelledText> texts, boolean machine) {
        return texts.stream()
                .filter(text -> text.machineWritten() == machine)
                .mapToDouble(ExpertSearchTest::value)
                .average()
                .orElseThrow();
    }

    private Experts<List<Double>> found() {
        List<ExpertSearch.Found<Double>> found =
                ExpertSearch.experts(fit, calibration, (texts, others) -> slope(texts), (slope, texts) -> texts.stream()
                        .mapToDouble(text -> slope * value(text))
                        .toArray());
        assertThat(found).isNotEmpty().allSatisfy(expert -> {
            assertThat(expert.detector()).isEqualTo(slope(expert.fit()));
            assertThat(expert.calibration())
                    .isNotEmpty()
                    .allMatch(calibration::contains)
                    .filteredOn(LabelledText::machineWritten)
                    .isNotEmpty()
                    .allMatch(text -> expert.generators().contains(text.generator()));
        });
        return Experts.of(found.stream().map(ExpertSearch.Found::detector).toList(), found);
    }

    @Test
    void generatorsOnOppositeSidesOfPeopleGetAnExpertEach() {
        generator("above", "a", 3, PAIRS);
        generator("higher", "b", 4, PAIRS);
        generator("below", "c", -3, PAIRS);
        generator("lower", "d", -4, PAIRS);
        Experts<List<Double>> experts = found();
        assertThat(experts.generators())
                .containsExactlyInAnyOrder(List.of("above", "higher"), List.of("below", "lower"));
        double[] slopes =
                experts.detector().stream().mapToDouble(d -> d).sorted().toArray();
        assertThat(slopes[0]).isBetween(-3.8, -3.2);
        assertThat(slopes[1]).isBetween(3.2, 3.8);
        assertThat(found()).as("the same again").isEqualTo(experts);
    }

    @Test
    void likeGeneratorsShareOneThatIsFittedOnEverything() {
        generator("one", "a", 2, PAIRS);
        generator("other", "b", 2.2, PAIRS);
        fit.add(text(false, "news", "", 0.5));
        Experts<List<Double>> experts = found();
        assertThat(experts.generators()).containsExactly(List.of("one", "other"));
        assertThat(experts.detector()).containsExactly(slope(fit));
    }

    @Test
    void anExpertLearnsFromHumanTextsOfItsSourcesAndOfNoGenerators() {
        generator("above", "a", 3, PAIRS);
        generator("below", "b", -3, PAIRS);
        for (int i = 0; i < PAIRS; i++) {
            fit.add(text(false, "a", "", 1)); // beside a generator
            fit.add(text(false, "news", "", -0.5)); // beside none
        }
        Experts<List<Double>> experts = found();
        int below = experts.generators().indexOf(List.of("below"));
        List<LabelledText> its =
                fit.stream().filter(text -> !text.source().equals("a")).toList();
        assertThat(experts.detector().get(below)).isEqualTo(slope(its));
    }

    @Test
    void whereGeneratorsHaveNoHumanTextsBesideThemAllHumanTextsCount() {
        for (int i = 0; i < 2 * PAIRS; i++) {
            for (List<LabelledText> part : List.of(fit, calibration)) {
                boolean above = i % 2 == 0;
                part.add(text(false, "both", "", random.nextGaussian()));
                part.add(text(
                        true, above ? "a" : "b", above ? "above" : "below", (above ? 3 : -3) + random.nextGaussian()));
                part.add(text(true, "both", "beside", 3.5 + random.nextGaussian()));
            }
        }
        Experts<List<Double>> experts = found();
        int below = experts.generators().indexOf(List.of("below"));
        assertThat(below).isNotNegative();
        assertThat(experts.detector().get(below))
                .isEqualTo(slope(fit.stream()
                        .filter(text ->
                                !text.machineWritten() || text.generator().equals("below"))
                        .toList()));
    }

    @Test
    void aGeneratorOfAFewTextsGetsNoExpertAndIsNotLost() {
        generator("above", "a", 3, PAIRS);
        generator("also above", "b", 3, PAIRS);
        generator("rare", "c", -3, 5);
        assertThat(found().generators()).containsExactly(List.of("above", "also above", "rare"));
    }

    @Test
    void oneGeneratorHasOneExpert() {
        generator("only", "a", 3, PAIRS);
        assertThat(found().generators()).containsExactly(List.of("only"));
        assertThat(found().detector()).containsExactly(slope(fit));
    }
}
