package io.tailkeeper.detector.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The program as it is run from a command line, and texts for it. */
final class Programs {

    private static final String[] WORDS =
            "the a of river stone light walked under green door moon paper".split(" ", -1);

    private Programs() {}

    record Outcome(int status, String out, String err) {}

    /** Machine-written texts say "moreover" and repeat themselves; each human one has a machine-written twin. */
    static String lines(String name, int pairs, int words, long seed) {
        Random random = new Random(seed);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 2 * pairs; i++) {
            boolean machine = i % 2 == 1;
            int vocabulary = machine ? 6 : WORDS.length;
            String text = IntStream.range(0, words)
                    .mapToObj(w -> machine && random.nextInt(12) == 0 ? "moreover" : WORDS[random.nextInt(vocabulary)])
                    .collect(Collectors.joining(" "));
            lines.append("{\"text\": \"%s\", \"label\": \"%s\", \"source\": \"s%d\", \"origin\": \"%s %d\"}%n"
                    .formatted(text, machine ? "machine" : "human", i / 2 % 2, name, i / 2));
        }
        return lines.toString();
    }

    /** People say "moreover" now and then; generator "wordy" much more often, generator "terse" never. */
    static String oppositeGenerators(int pairs, int words, long seed) {
        Random random = new Random(seed);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 4 * pairs; i++) {
            boolean machine = i % 2 == 1;
            String generator = i / 2 % 2 == 0 ? "wordy" : "terse";
            double share = !machine ? 0.1 : generator.equals("wordy") ? 0.3 : 0;
            String text = IntStream.range(0, words)
                    .mapToObj(w -> random.nextDouble() < share ? "moreover" : WORDS[random.nextInt(WORDS.length)])
                    .collect(Collectors.joining(" "));
            lines.append(
                    "{\"text\": \"%s\", \"label\": \"%s\", \"source\": \"of %s\", \"generator\": \"%s\", \"origin\": \"%d\"}%n"
                            .formatted(text, machine ? "machine" : "human", generator, generator, i / 2));
        }
        return lines.toString();
    }

    static Outcome call(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = DetectorProgram.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        return new Outcome(status, out.toString(), err.toString());
    }

    /** Runs a command that must succeed; returns what it printed. */
    static String run(Object... arguments) {
        Outcome outcome = call(arguments);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
        return outcome.out();
    }

    /** Runs a command that must be refused in one line. */
    static void refused(String reason, Object... arguments) {
        Outcome outcome = call(arguments);
        assertThat(outcome.err()).startsWith("tailkeeper: ").contains(reason).hasLineCount(1);
        assertThat(outcome.status()).isEqualTo(2);
    }

    /** Runs a command line that must be refused, in one line and one that says where to read more. */
    static void wrong(String reason, Object... arguments) {
        Outcome outcome = call(arguments);
        assertThat(outcome.err())
                .startsWith("tailkeeper: ")
                .contains(reason, "--help says more")
                .hasLineCount(2);
        assertThat(outcome.status()).isEqualTo(2);
    }
}
