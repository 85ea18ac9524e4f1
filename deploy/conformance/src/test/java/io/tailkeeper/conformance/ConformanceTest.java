package io.tailkeeper.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import io.tailkeeper.conformance.verdict.Check;
import io.tailkeeper.conformance.verdict.JUnitXml;
import io.tailkeeper.conformance.verdict.Verdict;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class ConformanceTest {

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        err.getBuffer().setLength(0);
        String[] options = Stream.concat(
                        Stream.of("detector"), Stream.of(arguments).map(argument -> "--" + argument))
                .toArray(String[]::new);
        return execute(options);
    }

    private int execute(String... arguments) {
        return ConformanceCommand.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private void refused(String message, String... arguments) throws IOException {
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(err.toString()).contains(message).hasLineCount(1);
    }

    @Test
    void whatCannotBeginIsSaidInOneLine() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        refused("no Kafka broker answers at localhost;", "bootstrap=localhost", "detector=any");
        refused(
                "no Kafka broker answers at 127.0.0.1:" + nobody,
                "bootstrap=127.0.0.1:" + nobody,
                "detector=any",
                "timeout=1");
    }

    @Test
    void aWrongCommandLineIsRefused() {
        assertThat(execute("detector", "--bootstrap", "x:1")).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required option: '--detector=ID'");
        assertThat(execute("trainer", "--bootstrap", "x:1", "--detector", "y")).isEqualTo(2);
        assertThat(err.toString()).contains("no conformance kit for \"trainer\"");
        assertThat(execute("--help")).isZero();
        assertThat(execute("detector", "--bootstrap", "x:1", "--detector", "y", "--output", "/dev/null/x"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("/dev/null is not a folder");
    }

    @Test
    void missingTopicsAreNamed() throws IOException {
        try (EmbeddedKafkaBroker broker = KafkaBrokerResource.broker().withDeleteLogDirsOnClose(true)) {
            broker.start();
            String servers = broker.getAdvertisedListeners();
            refused(
                    "have no topic samples.collected.v1, samples.calibration.v1",
                    "bootstrap=" + servers.substring(servers.indexOf("://") + 3),
                    "detector=any");
        }
    }

    @Test
    void labelledTextIsReadOrRefusedWithTheLine() throws IOException {
        Path file = folder.resolve("texts.jsonl");
        String lines = IntStream.range(0, 80)
                .mapToObj(i ->
                        "{\"text\": \"text " + i + "\", \"label\": \"" + (i % 2 == 0 ? "human" : "machine") + "\"}")
                .collect(Collectors.joining("\n"));
        Files.writeString(file, lines + "\n\n");

        LabelledTexts texts = LabelledTexts.read(file);
        assertThat(texts.human()).hasSize(40).startsWith("text 0", "text 2");
        assertThat(texts.half(1).machine()).hasSize(20).startsWith("text 3", "text 7");
        assertThat(texts.half(0).machine())
                .doesNotContainAnyElementsOf(texts.half(1).machine());

        Files.writeString(file, lines + "\n{\"text\": \"x\", \"label\": \"robot\"}");
        refused("line 81: label is neither", "bootstrap=localhost:1", "detector=any", "data=" + file);
        Files.writeString(file, "{\"text\": \"x\"");
        refused("line 1: it is no JSON", "bootstrap=localhost:1", "detector=any", "data=" + file);
        Files.writeString(file, "{\"text\": \"x\", \"label\": \"human\"}");
        refused("has 1 human and 0 machine texts", "bootstrap=localhost:1", "detector=any", "data=" + file);
        refused("missing.jsonl is no file", "bootstrap=localhost:1", "detector=any", "data=missing.jsonl");
    }

    @Test
    void rankingByHand() {
        // Of the 4 x 3 pairs the machine's is above in 8, level in 2.
        Ranking ranking = Ranking.of(new double[] {0.1, 0.2, 0.5, 0.9}, new double[] {0.2, 0.5, 0.95});
        assertThat(ranking.auroc()).isCloseTo((1.5 + 2.5 + 4) / 12, within(1e-12));
        assertThat(ranking.truePositiveRateAt5()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(ranking.betterThanChance()).isFalse();
        double[] low = IntStream.range(0, 50).mapToDouble(i -> i).toArray();
        double[] high = IntStream.range(20, 70).mapToDouble(i -> i).toArray();
        assertThat(Ranking.of(low, high).betterThanChance()).isTrue();
        assertThat(Ranking.of(high, low).betterThanChance()).isFalse();
    }

    @Test
    void differencesShowWhatCannotBeSeen() {
        assertThat(Difference.between("one two\u200d", "one two"))
                .isEqualTo("sent …one two\\u200d… came back as …one two…");
    }

    @Test
    void verdictIsJUnitXml() throws Exception {
        Verdict verdict = new Verdict(
                "some<one>",
                List.of(
                        Check.ANSWERED.passed("all"),
                        Check.KEY.failed("key \"\u0001\" & more", "set it"),
                        Check.RESTART.notRun("no command"),
                        Check.THROUGHPUT.figure("12 documents/s")));
        Path file = folder.resolve("verdict.xml");
        JUnitXml.write(verdict, file);

        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
        assertThat(suite.getAttribute("name")).isEqualTo("conformance of detector some<one>");
        assertThat(List.of(suite.getAttribute("tests"), suite.getAttribute("failures"), suite.getAttribute("skipped")))
                .containsExactly("3", "1", "1");
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("key \"?\" & more");
        assertThat(failure.getTextContent()).contains("demanded: the key of an answer", "mend: set it");
        assertThat(((Element) suite.getElementsByTagName("property").item(0)).getAttribute("value"))
                .isEqualTo("12 documents/s");
        assertThat(verdict.conforms()).isFalse();
        assertThat(verdict.sentence())
                .isEqualTo("does not conform: detector some<one>, 1 checks passed, 1 failed, 1 not run");
        assertThat(Verdict.line(verdict.results().get(1))).contains("FAILED    key", "demanded: ", "mend: set it");
    }

    @Test
    void restartCommandsAreRunByTheShellAndDoNotLastForEver() throws InterruptedException {
        Path file = folder.resolve("restarted");
        assertThat(Restart.byCommand("touch " + file).perform(Duration.ofSeconds(10)))
                .isEmpty();
        assertThat(file).exists();
        assertThat(Restart.byCommand("echo no such service; exit 3").perform(Duration.ofSeconds(10)))
                .isEqualTo("the restart command ended with status 3: no such service");
        assertThat(Restart.byCommand("exec sleep 60").perform(Duration.ofMillis(200)))
                .contains("was not over within");
    }
}
