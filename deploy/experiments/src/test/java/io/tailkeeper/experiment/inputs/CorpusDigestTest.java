package io.tailkeeper.experiment.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.specification.CorpusSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusDigestTest {

    /** What sha256sum prints for a file that holds {@code abc}. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    /** {@code (cd folder; sha256sum a.txt sub/b.txt | sha256sum)}, both files holding {@code abc}. */
    private static final String BOTH = "c5e869b9f0076dc0e7f47b8df7deae3ff2e9674506d6ae43f475171ea38e6b98";

    @TempDir
    private Path folder;

    private static CorpusSpecification corpus(Path source) {
        return new CorpusSpecification(source.toString(), "text", null, null);
    }

    @Test
    void isThatOfTheFileOrOfTheListOfFiles() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "abc");
        assertThat(CorpusDigest.of(corpus(file))).contains(ABC);
        assertThat(CorpusDigest.of(corpus(folder))).as("a folder of one file").contains(ABC);
        Files.writeString(Files.createDirectory(folder.resolve("sub")).resolve("b.txt"), "abc");
        assertThat(CorpusDigest.of(corpus(folder))).contains(BOTH);
    }

    @Test
    void heldOutFilesCountToo() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "abc");
        Path other = Files.writeString(folder.resolve("test.txt"), "abcd");
        CorpusSpecification both = new CorpusSpecification(file.toString(), "text", null, other.toString());
        assertThat(CorpusDigest.of(both)).isPresent().isNotEqualTo(CorpusDigest.of(corpus(file)));
    }

    @Test
    void thereIsNoneOfWhatIsBuiltInOrNotHere() {
        assertThat(CorpusDigest.of(new CorpusSpecification(CorpusSpecification.WORDNET, "text", null, null)))
                .isEmpty();
        assertThat(CorpusDigest.of(corpus(folder.resolve("missing")))).isEmpty();
    }
}
