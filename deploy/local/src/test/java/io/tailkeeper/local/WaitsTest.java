package io.tailkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a test waits for. One event has ten seconds. Where a test waits longer, the limit is a constant named {@code PATIENCE}, and a
 * comment at the constant says why.
 */
class WaitsTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final int MAX_SECONDS = 10;
    private static final String LIMIT = "(?:Duration\\.of(?<unit>Seconds|Minutes)\\((?<amount>[\\d_]+)\\)"
            + "|(?<bare>[\\d_]+)(?:, TimeUnit\\.(?<bareUnit>SECONDS|MINUTES)|;))";
    private static final Pattern WAIT = Pattern.compile(
            "\\b(?:atMost|assertTimeout|assertTimeoutPreemptively|waitFor|get|await|poll|join)\\(\\s*" + LIMIT);
    private static final Pattern NAMED = Pattern.compile(
            "(?<before>[^\\n]*)\\n[ \\w]*static final (?:Duration|int|long) (?:PATIENCE\\w*|SOON|AT_MOST) =\\s+" + LIMIT
                    + "(?<after>[^\\n]*)");

    private static long seconds(MatchResult found) {
        String amount = found.group("amount") == null ? found.group("bare") : found.group("amount");
        boolean minutes = "Minutes".equals(found.group("unit")) || "MINUTES".equals(found.group("bareUnit"));
        return Long.parseLong(amount.replace("_", "")) * (minutes ? 60 : 1);
    }

    private static boolean explained(MatchResult constant) {
        return constant.group("before").endsWith("*/")
                || constant.group("before").strip().startsWith("//")
                || constant.group("after").contains("//");
    }

    /** What of a source waits for longer than it may. */
    private static List<String> tooLong(String source) {
        List<String> found = new ArrayList<>();
        Matcher waits = WAIT.matcher(source);
        waits.results().filter(wait -> seconds(wait) > MAX_SECONDS).forEach(wait -> found.add(wait.group()));
        Matcher constants = NAMED.matcher(source);
        constants
                .results()
                .filter(constant -> seconds(constant) > MAX_SECONDS && !explained(constant))
                .forEach(constant -> found.add(constant.group().strip()));
        return found;
    }

    private static boolean isTest(Path file) {
        String name = ROOT.relativize(file).toString().replace('\\', '/');
        return name.endsWith(".java") && name.contains("src/test/java/") && !name.contains("/target/");
    }

    @Test
    void aTestWaitsTenSecondsOrSaysWhyLonger() throws IOException {
        List<Path> tests;
        try (Stream<Path> files = Files.walk(ROOT)) {
            tests = files.filter(WaitsTest::isTest)
                    .filter(file -> !file.endsWith("WaitsTest.java"))
                    .toList();
        }
        assertThat(tests).hasSizeGreaterThan(300);
        List<String> found = new ArrayList<>();
        for (Path test : tests) {
            String source = Files.readString(test);
            tooLong(source).forEach(wait -> found.add(ROOT.relativize(test) + ": " + wait));
        }
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "await().atMost(Duration.ofSeconds(11))",
                "await().atMost(Duration.ofMinutes(1))",
                "process.waitFor(60, TimeUnit.SECONDS)",
                "future.get(\n    2, TimeUnit.MINUTES)",
                "class A {\n    private static final Duration PATIENCE = Duration.ofSeconds(60);",
                "class A {\n    private static final int PATIENCE_SECONDS = 1_000;",
                "class A {\n    static final Duration SOON =\n        Duration.ofMinutes(3);"
            })
    void longWaitsAreFound(String source) {
        assertThat(tooLong(source)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "await().atMost(Duration.ofSeconds(10))",
                "future.get(10, TimeUnit.SECONDS)",
                "    /** Long, because it starts a broker. */\n    static final Duration PATIENCE = Duration.ofSeconds(60);",
                "class A {\n    static final int PATIENCE_SECONDS = 60; // a slow machine is no fault"
            })
    void shortAndExplainedWaitsAreNot(String source) {
        assertThat(tooLong(source)).isEmpty();
    }
}
