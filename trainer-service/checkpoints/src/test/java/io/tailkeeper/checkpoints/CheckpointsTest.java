package io.tailkeeper.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.checkpoints.s3.S3Store;
import io.tailkeeper.checkpoints.testing.S3Server;
import io.tailkeeper.checkpoints.testing.Wire;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.PretrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints in a real S3 server, seen from the wire to it. */
class CheckpointsTest {

    private static final long LARGEST = 1 << 20;

    @TempDir
    static Path place;

    private static S3Server server;
    private static int tests;

    @TempDir
    Path folder;

    private Wire wire;
    private Checkpoints checkpoints;
    private String prefix;

    @BeforeAll
    static void start() {
        server = new S3Server(place);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @BeforeEach
    void connect() {
        prefix = "test-" + tests++;
        wire = new Wire(server.port());
        checkpoints = connected("cache", LARGEST);
    }

    private Checkpoints connected(String cache, long largest) {
        return Checkpoints.in(
                StoreAddress.of("s3://" + S3Server.BUCKET + "/" + prefix),
                new S3Store(S3Server.BUCKET, new S3Store.Place(wire.endpoint(), "us-east-1", true)),
                new CheckpointCache(folder.resolve(cache), 1 << 30),
                largest);
    }

    @AfterEach
    void disconnect() {
        checkpoints.close();
        wire.close();
    }

    private CheckpointReference published() {
        return checkpoints.publish(new GenerationKey("run", 0), SmallModels.own(folder.resolve("trainer"), 0));
    }

    private List<String> cached() {
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path object(String name) {
        return server.objects().resolve(prefix).resolve("run/generation-0").resolve(name);
    }

    @Test
    void whatIsPublishedIsOpenedWhereTheTrainersFolderIsNot() throws IOException {
        CheckpointReference published = published();
        PartFolder.delete(folder.resolve("trainer"));

        assertThat(published.uri()).hasToString("s3://models/" + prefix + "/run/generation-0/model.safetensors");
        assertThat(checkpoints.name(published)).contains("run/generation-0/model.safetensors");
        assertThat(server.keys().stream().filter(key -> key.startsWith(prefix)))
                .containsExactly(
                        prefix + "/run/generation-0/config.json",
                        prefix + "/run/generation-0/model.safetensors",
                        prefix + "/run/generation-0/tokenizer.json",
                        prefix + "/run/generation-0/tokenizer_config.json");
        try (PretrainedModel opened = checkpoints.open(published);
                LanguageModel loaded = checkpoints.load(published)) {
            assertThat(opened.model().config()).isEqualTo(SmallModels.CONFIG);
            assertThat(loaded.save(folder.resolve("again"))).isEqualTo(published.sha256());
        }
        assertThat(cached())
                .containsExactly("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json");
    }

    @Test
    void itIsFetchedOnceAndPutOnce() {
        CheckpointReference published = published();
        published();
        checkpoints.load(published).close();
        checkpoints.load(published).close();
        checkpoints.open(published).close();

        assertThat(wire.requests("PUT")).hasSize(4);
        assertThat(wire.requests("GET"))
                .filteredOn(request -> request.contains("model.safetensors"))
                .hasSize(1);
        assertThat(wire.requests("list-type=2")).hasSize(1);
    }

    @Test
    void threadsThatWantTheSameOneFetchItOnce() throws Exception {
        CheckpointReference published = published();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<String>> loaded = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Path copy = folder.resolve("copy" + i);
                loaded.add(threads.submit(() -> {
                    try (LanguageModel model = checkpoints.load(published)) {
                        return model.save(copy);
                    }
                }));
            }
            for (Future<String> sha256 : loaded) {
                assertThat(sha256.get()).isEqualTo(published.sha256());
            }
        }
        assertThat(wire.requests("GET"))
                .filteredOn(request -> request.contains("model.safetensors"))
                .hasSize(1);
    }

    @Test
    void severalProcessesMayShareTheCache() throws Exception {
        CheckpointReference published = published();
        try (Checkpoints other = connected("cache", LARGEST);
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<LanguageModel>> both = List.of(
                    threads.submit(() -> checkpoints.load(published)), threads.submit(() -> other.load(published)));
            for (Future<LanguageModel> one : both) {
                one.get().close();
            }
        }
        assertThat(cached()).hasSize(4);
    }

    @Test
    void anotherDigestIsToldAndNeverKept() {
        CheckpointReference published = published();
        CheckpointReference another = new CheckpointReference(published.uri(), "0".repeat(64), 0);

        assertThatThrownBy(() -> checkpoints.load(another))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(
                        published.uri().toString(), "corrupt or another one", published.sha256(), "0".repeat(64));
        assertThat(cached()).isEmpty();
    }

    @Test
    void aMissingObjectIsToldAtOnce() throws IOException {
        CheckpointReference published = published();
        Files.delete(object("model.safetensors"));

        assertThatThrownBy(() -> checkpoints.load(published))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(published.uri().toString(), "is missing", "restore it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://elsewhere/run/generation-0/model.safetensors",
                "s3://models/other-installation/run/generation-0/model.safetensors",
                "s3://models/PREFIX/../other/model.safetensors",
                "s3://models@127.0.0.1:1/PREFIX/model.safetensors"
            })
    void nothingOutsideTheStoreIsAskedFor(String uri) {
        CheckpointReference outside =
                new CheckpointReference(URI.create(uri.replace("PREFIX", prefix)), "0".repeat(64), 0);

        assertThatThrownBy(() -> checkpoints.load(outside))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("tailkeeper.checkpoints.store", "s3://models/" + prefix + "/");
        assertThat(wire.requests("")).isEmpty();
    }

    @Test
    void nothingIsFetchedWhereNoStoreIsSet() {
        CheckpointReference published = published();

        try (Checkpoints onDisk = Checkpoints.onDisk()) {
            assertThatThrownBy(() -> onDisk.open(published))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContainingAll(published.uri().toString(), "tailkeeper.checkpoints.store", "file:");
            assertThat(onDisk.name(published)).isEmpty();
        }
    }

    @Test
    void whatIsNoWeightsIsNotAskedFor() {
        CheckpointReference published = published();
        CheckpointReference tokenizer =
                new CheckpointReference(published.uri().resolve("tokenizer.json"), published.sha256(), 0);
        int before = wire.requests("").size();

        assertThatThrownBy(() -> checkpoints.load(tokenizer)).hasMessageContaining("neither a .safetensors file nor");
        assertThat(wire.requests("")).hasSize(before);
    }

    @Test
    void aCheckpointThatIsTooLargeIsNotFetched() {
        CheckpointReference published = published();

        try (Checkpoints narrow = connected("narrow", 10_000)) {
            assertThatThrownBy(() -> narrow.load(published))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContainingAll("tailkeeper.checkpoints.largest", "10000");
        }
        assertThat(wire.requests("GET"))
                .filteredOn(request -> request.contains("model.safetensors"))
                .isEmpty();
    }

    @Test
    void aServerThatIsAwayIsNoFaultOfTheRunAndServesAgain() {
        CheckpointReference published = published();
        server.stop();
        try {
            assertThatThrownBy(() -> checkpoints.load(published))
                    .isInstanceOf(StoreAwayException.class)
                    .hasMessageContainingAll("s3://models", "does not answer", "tailkeeper.checkpoints.endpoint");
            assertThatThrownBy(() -> checkpoints.publish(
                            new GenerationKey("run", 1), SmallModels.own(folder.resolve("next"), 1)))
                    .isInstanceOf(StoreAwayException.class);
        } finally {
            server.start();
        }
        checkpoints.load(published).close();
    }

    @Test
    void aConnectionThatEndsInTheMiddleLeavesNothingAndIsTriedAgain() {
        CheckpointReference published = published();
        wire.cutAfter(60_000);

        assertThatThrownBy(() -> checkpoints.load(published))
                .isInstanceOf(StoreAwayException.class)
                .hasMessageContainingAll(published.uri().toString(), "cut off");
        assertThat(cached()).isEmpty();
        checkpoints.load(published).close();
    }

    @Test
    void aDiskThatRefusesEndsTheRunWithFileAndSetting() throws IOException {
        CheckpointReference published = published();
        Download download = Download.of(
                new S3Store(S3Server.BUCKET, new S3Store.Place(wire.endpoint(), "us-east-1", true)),
                published,
                prefix + "/run/generation-0/model.safetensors",
                LARGEST);
        Path obstacle = Files.createDirectories(folder.resolve("obstacle/model.safetensors/not-empty"));

        assertThatThrownBy(() -> download.into(folder.resolve("obstacle")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(
                        obstacle.getParent().toString(),
                        "cannot be written",
                        "bytes free",
                        "tailkeeper.checkpoints.cache");
    }

    @Test
    void whatIsDamagedInTheCacheIsFetchedAgainByTheNextProcess() throws IOException {
        CheckpointReference published = published();
        checkpoints.load(published).close();
        checkpoints.close();
        Path model = folder.resolve("cache/entries")
                .resolve(Sha256.of(published.uri() + "\n" + published.sha256()))
                .resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(model);
        bytes[bytes.length - 1] ^= 1;
        Files.write(model, bytes);

        checkpoints = connected("cache", LARGEST);
        checkpoints.load(published).close();

        assertThat(wire.requests("GET"))
                .filteredOn(request -> request.contains("model.safetensors"))
                .hasSize(2);
    }

    @Test
    void shardsAreFetchedByTheirIndexAndHeldToTheirDigest() throws IOException {
        Path shards = folder.resolve("shards");
        CheckpointReference local = SmallModels.sharded(shards);
        CheckpointReference stored = checkpoints.publish(new GenerationKey("run", 0), local);

        try (PretrainedModel fetched = checkpoints.open(stored);
                PretrainedModel opened = checkpoints.open(local)) {
            assertThat(fetched.model().save(folder.resolve("fetched")))
                    .isEqualTo(opened.model().save(folder.resolve("opened")));
        }
        CheckpointReference another = new CheckpointReference(stored.uri(), "0".repeat(64), 0);
        assertThatThrownBy(() -> checkpoints.open(another)).hasMessageContaining("corrupt or another one");
        Files.delete(object("model-00001-of-00001.safetensors"));
        assertThatThrownBy(() -> checkpoints.open(another))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("there is no model-00001-of-00001.safetensors");
    }

    @Test
    void filesOfThisMachineAreOpenedBesideAStore() {
        CheckpointReference local = SmallModels.own(folder.resolve("a b,c%20:ö"), 0);

        checkpoints.open(local).close();
        checkpoints
                .open(new CheckpointReference(
                        URI.create(folder + "/plain/model.safetensors"),
                        SmallModels.own(folder.resolve("plain"), 0).sha256(),
                        0))
                .close();

        assertThat(wire.requests("")).isEmpty();
        assertThat(Checkpoints.onDisk().publish(new GenerationKey("run", 0), local))
                .isEqualTo(local);
    }
}
