package io.tailkeeper.report.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.report.course.SeedCourse.Seed;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SeedCourseTest {

    private static SeedCourse course(Seed... seeds) {
        return SeedCourse.of("baseline", 1.1, List.of(seeds));
    }

    @Test
    void everySeedThatFailsCountsInTheTimeToFailure() {
        SeedCourse course = course(
                new Seed(4, 3.1, "tailMass", 1.0), new Seed(4, 3.3, "tailMass", 1.5), new Seed(4, 3.8, "mauve", 2.0));

        assertThat(Objects.requireNonNull(course.timeToFailure()).mean()).isCloseTo(3.4, within(1e-9));
        assertThat(course.sentence())
                .isEqualTo(
                        "baseline: crosses perplexity ratio 1.1 at generation 3.4 (3.1 to 3.8, 3 seeds); first warning:"
                                + " tail mass at 1.3 (1.0 to 1.5, 2 of 3 seeds), 2.0 generations (1.8 to 2.1) before it; MAUVE in 1");
    }

    @Test
    void seedsThatDoNotAreSaidApart() {
        SeedCourse course = course(new Seed(4, 3.5, null, null), new Seed(4, null, "mauve", 2.0));

        assertThat(course.failed()).isEqualTo(1);
        assertThat(course.firstWarnings().getFirst().lead())
                .as("its seed did not fail")
                .isNull();
        assertThat(course.sentence())
                .isEqualTo(
                        "baseline: crosses perplexity ratio 1.1 at generation 3.5 (1 of 2 seeds), the others not in 4;"
                                + " first warning: MAUVE at 2.0 (1 of 2 seeds)");
    }

    @Test
    void noneThatDoesIsSaidWithTheGenerationsThatAllMeasured() {
        SeedCourse course = course(new Seed(4, null, null, null), new Seed(2, null, null, null));

        assertThat(course.timeToFailure()).isNull();
        assertThat(course.sentence())
                .isEqualTo("baseline: perplexity ratio 1.1 not reached in 2 generations (2 seeds)");
    }

    @Test
    void aWarningAfterFailureIsNone() {
        SeedCourse course = course(new Seed(4, 1.0, "mauve", 2.0), new Seed(4, 1.0, "mauve", 4.0));

        assertThat(Objects.requireNonNull(course.firstWarnings().getFirst().lead())
                        .mean())
                .isCloseTo(-2, within(1e-9));
        assertThat(course.sentence()).endsWith("2.0 generations (1.0 to 3.0) after it");
    }

    @Test
    void ofEquallyFrequentWarningsTheEarliestStandsFirst() {
        assertThat(course(new Seed(4, null, "mauve", 3.0), new Seed(4, null, "tailMass", 2.0))
                        .firstWarnings())
                .extracting(SeedCourse.Warning::measure)
                .containsExactly("tailMass", "mauve");
    }
}
