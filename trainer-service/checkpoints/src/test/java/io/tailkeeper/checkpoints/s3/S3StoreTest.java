package io.tailkeeper.checkpoints.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.checkpoints.StoreAwayException;
import io.tailkeeper.checkpoints.testing.S3Server;
import io.tailkeeper.contracts.files.FreePorts;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.languagemodel.CheckpointException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

class S3StoreTest {

    @TempDir
    static Path folderOfServer;

    private static S3Server server;

    @TempDir
    Path folder;

    private S3Store store;

    @BeforeAll
    static void start() {
        server = new S3Server(folderOfServer);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @BeforeEach
    void connect() {
        store = store(S3Server.BUCKET, server.endpoint());
    }

    @AfterEach
    void disconnect() {
        store.close();
    }

    private static S3Store store(String bucket, URI endpoint) {
        return new S3Store(bucket, new S3Store.Place(endpoint, "us-east-1", true));
    }

    private static S3Store.Place place() {
        return new S3Store.Place(server.endpoint(), "us-east-1", true);
    }

    private Path file(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return Files.write(folder.resolve("file" + bytes), content);
    }

    @Test
    void whatWasPutIsListedAndRead() throws IOException {
        Path file = file(70_000);
        store.put("a/b/file", file, Sha256.of(file));
        store.put("a/b/deeper/file", file, Sha256.of(file));

        assertThat(store.list("a/b/")).singleElement().satisfies(stored -> {
            assertThat(stored.key()).isEqualTo("a/b/file");
            assertThat(stored.bytes()).isEqualTo(70_000);
        });
        assertThat(store.list("none/")).isEmpty();
        try (InputStream content = store.open("a/b/file")) {
            assertThat(content.readAllBytes()).isEqualTo(Files.readAllBytes(file));
        }
    }

    @Test
    void anotherFileTakesThePlaceOfTheFirst() throws IOException {
        store.put("again", file(1_000), Sha256.of(file(1_000)));
        store.put("again", file(1_001), Sha256.of(file(1_001)));

        assertThat(server.objects().resolve("again")).hasSameBinaryContentAs(file(1_001));
    }

    @Test
    void aLargeFileIsSentInParts() throws IOException {
        int part = 5 << 20; // the least that a store takes
        Path file = file(2 * part + 12_345);
        try (S3Client client = S3Store.client(place())) {
            new Upload(client, S3Server.BUCKET, "large", Map.of("sha256", Sha256.of(file)))
                    .send(file, Files.size(file), part);
            assertThat(client.headObject(
                                    request -> request.bucket(S3Server.BUCKET).key("large"))
                            .metadata())
                    .containsEntry("sha256", Sha256.of(file));
        }

        assertThat(Sha256.of(server.objects().resolve("large"))).isEqualTo(Sha256.of(file));
    }

    @Test
    void anObjectThatWasTakenAwayIsMissing() {
        assertThatThrownBy(() -> store.open("none"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("s3://models/none", "restore it");
    }

    @Test
    void aBucketThatIsNotThereIsAMatterOfTheInstallation() throws IOException {
        Path file = file(10);
        try (S3Store wrong = store("no-such-bucket", server.endpoint())) {
            assertThatThrownBy(() -> wrong.list("a/"))
                    .isInstanceOf(StoreAwayException.class)
                    .hasMessageContainingAll("s3://no-such-bucket refuses", "tailkeeper.checkpoints.store");
            assertThatThrownBy(() -> wrong.put("a", file, Sha256.of(file))).isInstanceOf(StoreAwayException.class);
        }
    }

    @Test
    void wrongCredentialsAreAMatterOfTheInstallation() {
        String right = System.getProperty("aws.secretAccessKey");
        System.setProperty("aws.secretAccessKey", "wrong");
        try (S3Store wrong = store(S3Server.BUCKET, server.endpoint())) {
            assertThatThrownBy(() -> wrong.list("a/"))
                    .isInstanceOf(StoreAwayException.class)
                    .hasMessageContainingAll("refuses", "credentials");
        } finally {
            System.setProperty("aws.secretAccessKey", right);
        }
    }

    @Test
    void aStoreThatIsNotThereDoesNotAnswer() {
        URI nobody = URI.create("http://127.0.0.1:" + new FreePorts().next());
        try (S3Store away = store(S3Server.BUCKET, nobody)) {
            assertThatThrownBy(() -> away.list("a/"))
                    .isInstanceOf(StoreAwayException.class)
                    .hasMessageContainingAll("does not answer", "tailkeeper.checkpoints.endpoint");
        }
    }
}
