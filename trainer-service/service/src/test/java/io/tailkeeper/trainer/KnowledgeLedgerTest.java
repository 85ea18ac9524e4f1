package io.tailkeeper.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The items that models are asked, on their way through the ledger. */
class KnowledgeLedgerTest {

    private static final RunRequested ASKING = Samples.asking(Specifications.run("base", null), 20);
    private static final GenerationKey ZERO = new GenerationKey("base", 0);

    @TempDir
    Path folder;

    private TrainerDirectory directory;
    private Ledger ledger;

    @BeforeEach
    void open() {
        directory = new TrainerDirectory(folder);
        ledger = new Ledger(directory);
        ledger.restore();
    }

    @AfterEach
    void close() {
        ledger.close();
        directory.close();
    }

    private void restart() {
        close();
        open();
    }

    private void takeTexts() {
        Samples.scored(ZERO, 64, 0).forEach(ledger::scored);
        Samples.heldOut("base", 8, 16).forEach(ledger::heldOut);
        ledger.flush();
    }

    @Test
    void aRunThatAsksWaitsForItsItemsAndReadsTheFirstThatCame() {
        ledger.requested(ASKING);
        takeTexts();
        assertThat(ledger.ready()).isEmpty();

        ledger.knowledge(Samples.knowledge("base", 20));
        ledger.knowledge(Samples.knowledge("base", 7));

        assertThat(ledger.ready()).singleElement().satisfies(task -> assertThat(
                        task.heldOut().knowledge().get())
                .isEqualTo(Samples.knowledge("base", 20).items()));
    }

    @Test
    void aRunThatAsksNothingWaitsForNothing() {
        ledger.requested(Specifications.run("base", null));
        takeTexts();

        assertThat(ledger.ready())
                .singleElement()
                .satisfies(task -> assertThat(task.heldOut().knowledge().get()).isEmpty());
        assertThat(directory.knowledge("base")).doesNotExist();
    }

    @Test
    void itemsSurviveARestartAndComeBeforeTheirRunToo() {
        ledger.knowledge(Samples.knowledge("base", 20));
        ledger.flush();

        restart();
        ledger.knowledge(Samples.knowledge("base", 7));
        ledger.requested(ASKING);
        takeTexts();

        assertThat(ledger.ready())
                .singleElement()
                .satisfies(task -> assertThat(task.heldOut().knowledge().get()).hasSize(20));
    }

    @Test
    void itemsThatWereNotFlushedAreReadAgain() throws IOException {
        ledger.requested(ASKING);
        ledger.knowledge(Samples.knowledge("base", 20));
        close(); // nothing was acknowledged

        open();
        ledger.requested(ASKING);
        takeTexts();
        assertThat(ledger.ready()).isEmpty();
        assertThat(directory.knowledge("base")).isEmptyFile();

        ledger.knowledge(Samples.knowledge("base", 20));
        assertThat(ledger.ready()).hasSize(1);
        assertThat(Files.readAllLines(directory.knowledge("base"))).hasSize(1);
    }

    @Test
    void itemsOfUnknownRunsAreBoundedAndThoseOfAFailedRunDropped() {
        for (int i = 0; i < 256; i++) {
            ledger.knowledge(Samples.knowledge("unknown-" + i, 1));
        }
        assertThatThrownBy(() -> ledger.knowledge(Samples.knowledge("one-more", 1)))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("256 texts in 256 spools wait for their runs already");

        ledger.finished(new RunFinished("failed", RunFinished.Status.FAILED, "generator", "no text", Instant.EPOCH));
        ledger.knowledge(Samples.knowledge("failed", 1));
        assertThat(directory.knowledge("failed")).doesNotExist();
    }

    @Test
    void anArmThatAsksCannotAdoptABaseRunThatHasNoItems() {
        RunRequested base = Specifications.run("base", null);
        ledger.requested(Samples.asking(Specifications.run("arm", "base"), 20));
        ledger.requested(Specifications.run("other", "base"));
        ledger.trained(LedgerTest.trained(base, 0));

        assertThat(ledger.orphans())
                .containsOnlyKeys("arm")
                .containsValue("knowledge: the models are asked items, but base run base has none; give both runs the"
                        + " same knowledge");

        restart();
        ledger.trained(LedgerTest.trained(ASKING, 0));
        ledger.requested(Samples.asking(Specifications.run("arm", "base"), 20));
        assertThat(ledger.orphans()).isEmpty();
    }

    @Test
    void aDamagedSpoolIsForgottenWithTheOthers() throws IOException {
        ledger.requested(ASKING);
        ledger.knowledge(Samples.knowledge("base", 20));
        takeTexts();
        Files.write(directory.knowledge("base"), List.of("nonsense"));

        close();
        directory = new TrainerDirectory(folder);
        ledger = new Ledger(directory);
        assertThatThrownBy(ledger::restore)
                .isInstanceOf(SpoolDamagedException.class)
                .hasMessageContaining("the next start reads all samples from Kafka");
        assertThat(directory.knowledge("base")).doesNotExist();
    }
}
