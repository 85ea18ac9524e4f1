package io.tailkeeper.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.topics.RejectedMessageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new mark on the same file is a new start of the process. */
class ReadingMarkTest {

    private static final byte[] POISON = {1, 2, 3};
    private static final byte[] GOOD = {1, 2, 4};

    @TempDir
    Path folder;

    private final List<Error> failures = new ArrayList<>();

    private ReadingMark start() throws IOException {
        try (FileChannel channel = FileChannel.open(
                folder.resolve("mark"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new ReadingMark(channel, failures::add);
        }
    }

    @Test
    void aRecordAtWhichTheProcessEndedTwiceIsRefusedAtTheThirdStart() throws IOException {
        start().begin("topic", POISON);
        start().begin("topic", POISON);

        ReadingMark third = start();

        assertThatThrownBy(() -> third.begin("topic", POISON))
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("quarantined")
                .hasMessageContaining("2 times");
        third.begin("topic", GOOD);
        third.end();
        ReadingMark fourth = start();
        assertThatThrownBy(() -> fourth.begin("topic", POISON))
                .as("it stays refused until its partition is committed")
                .isInstanceOf(RejectedMessageException.class);
    }

    /** A page of a hole is given its block when it is written, and a full disk then ends the process. */
    @Test
    void theFileTakesItsSpaceOnTheDiskWhenItIsOpened() throws IOException {
        start();

        Process blocks =
                new ProcessBuilder("stat", "--format=%b", folder.resolve("mark").toString()).start();

        assertThat(blocks.inputReader().readLine()).isNotNull().isNotEqualTo("0");
    }

    @Test
    void anEndElsewhereCountsForNoRecord() throws IOException {
        ReadingMark first = start();
        first.begin("topic", POISON);
        first.end();
        start().begin("topic", POISON);

        ReadingMark third = start();

        third.begin("topic", POISON);
        third.end();
        assertThat(failures).isEmpty();
    }

    @Test
    void twoRecordsThatEndTheProcessInTurnAreNotMistakenForOne() throws IOException {
        start().begin("topic", POISON);
        start().begin("topic", GOOD);

        ReadingMark third = start();

        third.begin("topic", POISON);
        third.begin("other", POISON);
        third.end();
        assertThat(failures).isEmpty();
    }

    @Test
    void anErrorOfTheJvmIsHandedOn() throws IOException {
        OutOfMemoryError error = new OutOfMemoryError("of this test");

        start().failed(error);

        assertThat(failures).containsExactly(error);
    }
}
