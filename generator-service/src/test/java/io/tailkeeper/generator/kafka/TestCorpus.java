package io.tailkeeper.generator.kafka;

import io.tailkeeper.contracts.specification.CorpusSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text of sentences that all differ, as a file. */
final class TestCorpus {

    private TestCorpus() {}

    static CorpusSpecification in(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 4_000; line++) {
            text.append("Sentence ")
                    .append(line)
                    .append(" of the test corpus is unlike ")
                    .append(line * 7)
                    .append(".\n\n");
        }
        Path file = Files.writeString(folder.resolve("corpus.txt"), text);
        return new CorpusSpecification(file.toString(), "text", null, null);
    }
}
