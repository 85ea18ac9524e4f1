package io.tailkeeper.contracts.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    private static final int HALTED = 86;

    @TempDir
    Path folder;

    @Test
    void textIsWrittenInUtf8AndTheFileIsReturned() throws IOException {
        Path file = folder.resolve("state");
        assertThat(AtomicFile.write(file, "größer\n")).isEqualTo(file);
        assertThat(Files.readAllBytes(file)).isEqualTo("größer\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bytesTakeThePlaceOfALongerFile() throws IOException {
        Path file = Files.writeString(folder.resolve("state"), "something much longer");
        AtomicFile.write(file, new byte[] {1, 2, 3});
        assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3);
        assertThat(names()).containsExactly("state");
    }

    @Test
    void missingFoldersAreMade() throws IOException {
        Path file = AtomicFile.write(folder.resolve("run/generation-1/state"), "new");
        assertThat(file).hasContent("new");
    }

    @Test
    void aRootFolderIsNoFile() {
        Path root = Path.of("/").toAbsolutePath();
        assertThatThrownBy(() -> AtomicFile.write(root, "new"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(root + " cannot be written: it is a root folder");
    }

    @Test
    void whatTheDiskSaysIsToldWithoutJavasNames() {
        Path file = folder.resolve("state");
        for (IOException cause : List.of(
                new AccessDeniedException(file.toString()),
                new NoSuchFileException(file.toString()),
                new FileAlreadyExistsException(file.toString()),
                new DirectoryNotEmptyException(file.toString()),
                new FileSystemException(file.toString(), null, "No space left on device"),
                new IOException("No space left on device"))) {
            assertThat(AtomicFile.refused(file, 1_000, cause))
                    .hasMessageStartingWith(file + " cannot be written: ")
                    .hasMessageContaining("; what stood there before is untouched. It needs 1,000 bytes; its disk ")
                    .hasMessageNotContainingAny("java.", "Exception");
        }
    }

    @Test
    void aPlaceInAFileIsToldAsThatAndNotAsAFullDisk() {
        assertThatThrownBy(() -> AtomicFile.write(Path.of("/dev/null/run/state"), "new"))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "/dev/null/run/state cannot be written, because /dev/null is not a folder; choose another place");
    }

    @Test
    void theOldContentStandsWhileTheNewOneIsWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("state"), "old");
        AtomicFile.write(file, channel -> {
            put(channel, "new");
            assertThat(file).hasContent("old");
        });
        assertThat(file).hasContent("new");
    }

    /** The Java runtime records what it forces. */
    @Test
    void theContentAndThenTheFolderAreForcedToTheDisk() throws IOException {
        Path file = folder.resolve("state");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withoutThreshold();
            recording.start();
            AtomicFile.write(file, "new");
            recording.stop();
            Path recorded = folder.resolve("forced.jfr");
            recording.dump(recorded);
            assertThat(RecordingFile.readAllEvents(recorded).stream()
                            .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                            .map(event -> event.getString("path"))
                            .filter(path -> path.startsWith(folder.toString())))
                    .containsExactly(file + ".tmp", folder.toString());
        }
    }

    @Test
    void aDiskThatRefusesLeavesTheOldContentAndNoTemporaryFile() throws IOException {
        Path file = Files.writeString(folder.resolve("state"), "old");
        assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
                    put(channel, "ne");
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " cannot be written")
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("check the free space and the rights");
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("state");
    }

    @Test
    void theMessageOfARefusedWriteNamesDiskAndNeed() throws IOException {
        Path file = Files.writeString(folder.resolve("report.json"), "old");
        Path inTheWay = Files.createDirectory(folder.resolve("report.json.tmp"));

        assertThatThrownBy(() -> AtomicFile.write(file, new byte[12_345]))
                .hasMessageContaining(file + " cannot be written: ")
                .hasMessageContaining("It needs 12,345 bytes; its disk " + Files.getFileStore(folder) + " has ")
                .hasMessageMatching("(?s).* has [0-9,]+ bytes free; check the free space and the rights of its folder");

        assertThat(file).hasContent("old");
        assertThat(inTheWay).isDirectory();
    }

    /** A disk of 256 KiB, in a process that has it for itself; where none can be had, the full device of Linux refuses. */
    @Test
    void aDiskThatIsFullLeavesTheOldContentAndIsNamed() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        boolean mounted = new ProcessBuilder("unshare", "-rm", "true").start().waitFor() == 0;
        List<String> command = new ArrayList<>();
        if (mounted) {
            String onDisk = "mount -t tmpfs -o size=256k little \"$1\" && shift && exec \"$@\"";
            command.addAll(List.of("unshare", "-rm", "sh", "-c", onDisk, "sh", disk.toString()));
        }
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Filling.class.getName(),
                disk.resolve("report.json").toString(),
                mounted ? disk.resolve("report.json").toString() : "/dev/full"));
        Process filling = new ProcessBuilder(command).redirectErrorStream(true).start();

        String said = new String(filling.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(filling.waitFor()).as(said).isZero();
        assertThat(said).contains("No space left on device", "old|[report.json]");
        if (mounted) {
            assertThat(said).contains("It needs 1,048,576 bytes; its disk " + disk + " (little) has ");
        }
    }

    /** Writes more than a disk has room for, and tells what came of it. */
    static final class Filling {

        private Filling() {}

        public static void main(String[] arguments) throws IOException {
            Path file = AtomicFile.write(Path.of(arguments[0]), "old");
            try {
                AtomicFile.write(Path.of(arguments[1]), new byte[1 << 20]);
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
            try (Stream<Path> files = Files.list(file.getParent())) {
                List<Path> names = files.map(Path::getFileName).toList();
                System.out.println(Files.readString(file) + "|" + names);
            }
        }
    }

    @Test
    void aFullDeviceIsRefusedAndAnotherOneIsWrittenTo() throws IOException {
        assertThatThrownBy(() -> AtomicFile.write(Path.of("/dev/full"), "text"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left on device");
        assertThat(AtomicFile.write(Path.of("/dev/null"), "text")).exists();
    }

    @Test
    void aFaultOfTheWriterLeavesTheOldContentAndNoTemporaryFile() throws IOException {
        Path file = Files.writeString(folder.resolve("state"), "old");
        IllegalStateException fault = new IllegalStateException("tensor is closed");
        assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
                    throw fault;
                }))
                .isSameAs(fault);
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("state");
    }

    @Test
    void aFileThatCannotBeReplacedIsNamedAndNoTemporaryFileIsLeft() throws IOException {
        Path inTheWay = Files.createDirectories(folder.resolve("state/inside")).getParent();
        assertThatThrownBy(() -> AtomicFile.write(inTheWay, "new"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(inTheWay + " cannot be written");
        assertThat(inTheWay.resolve("inside")).isDirectory();
        assertThat(names()).containsExactly("state");
    }

    @Test
    void whatLiesUnderTheTemporaryNameAndIsNoFileIsLeftAlone() throws IOException {
        Path inTheWay = Files.createDirectory(folder.resolve("state.tmp"));
        Path file = folder.resolve("state");
        assertThatThrownBy(() -> AtomicFile.write(file, "new")).hasMessageContaining(file + " cannot be written");
        assertThat(inTheWay).isDirectory();
    }

    @Test
    void aProcessThatDiesHalfWayLeavesTheOldContentAndTheNextWriteTidiesUp() throws Exception {
        Path file = Files.writeString(folder.resolve("state"), "old");
        Process dying = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Dying.class.getName(),
                        file.toString())
                .inheritIO()
                .start();
        assertThat(dying.waitFor()).isEqualTo(HALTED);
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("state", "state.tmp");

        AtomicFile.write(file, "new");
        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("state");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void put(FileChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A process that dies between the bytes and the renaming, as if killed. */
    static final class Dying {

        private Dying() {}

        public static void main(String[] arguments) throws IOException {
            AtomicFile.write(Path.of(arguments[0]), channel -> {
                put(channel, "a longer text that was never whole");
                Runtime.getRuntime().halt(HALTED);
            });
        }
    }
}
