package io.tailkeeper.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.page.Excerpt;
import io.tailkeeper.page.ShownSamples;
import io.tailkeeper.page.testing.Browser;
import io.tailkeeper.report.samples.ReportSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** report.html in a real browser, opened from the disk. */
@Tag("browser")
class ReportPageTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"1280, false", "1280, true", "390, false", "390, true"})
    void theFileDrawsItsChartsWithoutAnythingElse(int width, boolean dark) throws IOException {
        ReportFiles.write(withALongCommand(SeveralSeeds.report(SeveralSeeds.runs())), SeveralSeeds.view(), folder);
        try (Browser browser = Browser.open(folder.resolve("profile"))) {
            browser.look(width, 1000, dark);

            browser.go(folder.resolve("report.html").toUri());

            browser.until("document.querySelectorAll('.canvas svg').length > 5");
            assertThat(browser.evaluate("document.querySelector('.canvas').getAttribute('aria-label')")
                            .asText())
                    .contains(
                            "Perplexity ratio. ",
                            "protected: generation 0 1.00",
                            "n 3)",
                            "Thresholds: collapsed, alert perplexity 1.30");
            assertThat(browser.text(".conclusion")).contains("Conclusion", "closes");
            assertThat(browser.evaluate(
                                    "[...document.querySelectorAll('#charts > section[aria-label]')].map(one => one.ariaLabel).join()")
                            .asText())
                    .as("hidden or not, what the dashboard has")
                    .isEqualTo("Recovered gap by detector,Detector scores and selection,Rank and frequency");
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .isEqualTo(width);
            browser.click(".chip");
            browser.until("location.hash.includes('hide=')");
            assertThat(browser.complaints()).isEmpty();
            browser.picture(Path.of("target", "pictures", "report-" + width + (dark ? "-dark" : "-light") + ".png"));
        }
    }

    @Test
    void theSamplesThatItCarriesAreShownAsText() throws IOException {
        Report report = SeveralSeeds.report(SeveralSeeds.runs());
        String run = report.runs().getLast().runId();
        Excerpt hostile = Excerpt.of("</script><img src=x onerror=alert(1)>\u202Egnp");
        ShownSamples samples = new ShownSamples(
                true, List.of(), List.of(new ShownSamples.Pair(0, Excerpt.of("Once"), Excerpt.of("upon"), hostile)));
        ReportFiles.write(report, SeveralSeeds.view(), folder);
        ReportFiles.writePage(report, SeveralSeeds.view(), new ReportSamples(Map.of(run, Map.of(4, samples))), folder);
        try (Browser browser = Browser.open(folder.resolve("profile"))) {
            browser.look(1280, 1000, false);
            browser.go(folder.resolve("report.html").toUri());
            browser.until("document.querySelector('#samples select') !== null");

            var unused = browser.evaluate("(() => { const one = document.querySelector('#samples select'); one.value = "
                    + Browser.quoted(run) + "; one.dispatchEvent(new Event('change')); })()");

            browser.until("document.querySelectorAll('.sample').length === 1");
            assertThat(browser.text(".sample")).contains("</script><img src=x", "U+202E", "Model 4");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void aComparisonDrawsTheArmsOfBothExperiments() throws IOException {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path other = Files.createDirectory(folder.resolve("other"));
        ReportFiles.write(SeveralSeeds.report(SeveralSeeds.runs()), SeveralSeeds.view(), one);
        ReportFiles.write(SeveralSeeds.report(SeveralSeeds.runs()), SeveralSeeds.view(), other);
        Path page = folder.resolve("comparison.html");
        Files.writeString(
                page, new Comparison(List.of(FinishedExperiment.read(one), FinishedExperiment.read(other))).html());
        try (Browser browser = Browser.open(folder.resolve("profile"))) {
            browser.look(1280, 1000, false);

            browser.go(page.toUri());

            browser.until("document.querySelectorAll('.canvas svg').length > 5");
            assertThat(browser.evaluate("document.querySelector('.canvas').getAttribute('aria-label')")
                            .asText())
                    .contains("A protected: generation 0 1.00", "B human-only: ", "n 3)");
            assertThat(browser.complaints()).isEmpty();
            browser.picture(Path.of("target", "pictures", "comparison.png"));
        }
    }

    private static Report withALongCommand(Report report) {
        return new Report(
                report.experimentId(),
                report.name(),
                report.description(),
                "./tailkeeper run --seeds 42,43,44 --corpus texts/" + "deep/".repeat(60),
                report.origin(),
                report.startedAt(),
                report.cost(),
                report.verdict(),
                report.warnings(),
                report.runs());
    }
}
