package io.tailkeeper.contracts.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowedRootsTest {

    private static final String SETTING = "allowed-roots";

    @TempDir
    Path folder;

    private Path allowed;
    private Path secret;

    @BeforeEach
    void makeFolders() throws IOException {
        folder = folder.toRealPath();
        allowed = Files.createDirectories(folder.resolve("allowed"));
        Files.writeString(allowed.resolve("text.txt"), "text");
        secret = Files.createDirectories(folder.resolve("allowed-not"));
        Files.writeString(secret.resolve("secret.txt"), "secret");
    }

    @Test
    void aRootAndWhatLiesInItIsRead() {
        assertThat(refusal(allowed)).isEmpty();
        assertThat(refusal(allowed.resolve("text.txt"))).isEmpty();
        assertThat(refusal(allowed.resolve("../allowed/./text.txt"))).isEmpty();
        assertThat(refusal(allowed.resolve("missing/too.txt"))).isEmpty();
    }

    @Test
    void aFileCanBeTheRoot() {
        AllowedRoots file = AllowedRoots.of(List.of(allowed.resolve("text.txt")));

        assertThat(file.refusal(allowed.resolve("text.txt"), SETTING)).isEmpty();
        assertThat(file.refusal(allowed, SETTING)).isPresent();
    }

    @Test
    void whatLiesElsewhereIsRefusedWhetherItExistsOrNot() {
        assertThat(refusal(secret.resolve("secret.txt")))
                .hasValue(secret + "/secret.txt lies outside of what a run may have read here (allowed-roots: "
                        + allowed + "); add its folder there");
        assertThat(refusal(secret.resolve("missing.txt"))).isPresent();
        assertThat(refusal(folder)).isPresent();
        assertThat(refusal(allowed.resolve("../allowed-not/secret.txt"))).isPresent();
    }

    @Test
    void withoutRootsNothingIsRead() {
        assertThat(AllowedRoots.of(List.of()).refusal(allowed, SETTING))
                .hasValueSatisfying(reason -> assertThat(reason).contains("(allowed-roots: none)"));
    }

    @Test
    void aLinkIsWhatItLeadsTo() throws IOException {
        Path out = Files.createSymbolicLink(folder.resolve("allowed/out.txt"), secret.resolve("secret.txt"));
        Path in = Files.createSymbolicLink(folder.resolve("in"), allowed);

        assertThat(refusal(in.resolve("text.txt"))).isEmpty();
        assertThat(refusal(out)).isPresent();
        assertThat(refusal(allowed)).hasValueSatisfying(reason -> assertThat(reason)
                .startsWith(out + " leads to " + secret + "/secret.txt, which lies outside"));
    }

    /** Whichever of them the file system names first. */
    @Test
    void loopsHideNoWayOut() throws IOException {
        for (int loop = 0; loop < 16; loop++) {
            Files.createSymbolicLink(allowed.resolve("loop" + loop), allowed);
        }
        assertThat(refusal(allowed)).isEmpty();

        Files.createSymbolicLink(allowed.resolve("out.txt"), secret.resolve("secret.txt"));

        assertThat(refusal(allowed)).isPresent();
    }

    @Test
    void aFolderBehindALinkInsideIsNoWayOut() throws IOException {
        Files.createSymbolicLink(allowed.resolve("more"), secret);

        assertThat(refusal(allowed)).isPresent();
        assertThat(refusal(allowed.resolve("more/missing.txt"))).isPresent();
    }

    @Test
    void theFolderAboveALinkIsNoWayOut() throws IOException {
        Files.createDirectory(secret.resolve("sub"));
        Files.createSymbolicLink(allowed.resolve("down"), secret.resolve("sub"));
        Files.createDirectory(allowed.resolve("sub"));
        Path into = Files.createSymbolicLink(folder.resolve("into"), allowed.resolve("sub"));

        assertThat(refusal(allowed.resolve("down/../secret.txt")))
                .as("the system takes it for a file beside the link's target")
                .isPresent();
        assertThat(refusal(into.resolve("../allowed-not/secret.txt")))
                .as("whoever tidies the name takes it for a file beside the link")
                .isPresent();
        assertThat(refusal(allowed.resolve("missing/../../allowed-not/secret.txt")))
                .isPresent();
    }

    @Test
    void aRootThatIsALinkIsWhatItLeadsTo() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), allowed);

        assertThat(AllowedRoots.of(List.of(link)).refusal(allowed.resolve("text.txt"), SETTING))
                .isEmpty();
    }

    private Optional<String> refusal(Path path) {
        return AllowedRoots.of(List.of(allowed)).refusal(path, SETTING);
    }
}
