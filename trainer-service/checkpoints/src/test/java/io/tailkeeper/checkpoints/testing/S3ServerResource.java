package io.tailkeeper.checkpoints.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An {@link S3Server} as the application's store of checkpoints. A test that has a field of that type can take it away for a while. */
public class S3ServerResource implements QuarkusTestResourceLifecycleManager {

    /** What the application's part of the bucket is called. */
    public static final String PREFIX = "installation";

    private Path folder;
    private S3Server server;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("s3");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = new S3Server(folder);
        return Map.of(
                "tailkeeper.checkpoints.store",
                "s3://" + S3Server.BUCKET + "/" + PREFIX,
                "tailkeeper.checkpoints.endpoint",
                server.endpoint().toString(),
                "tailkeeper.checkpoints.path-style",
                "true",
                "tailkeeper.checkpoints.cache",
                folder.resolve("cache").toString());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(server, new TestInjector.MatchesType(S3Server.class));
    }

    @Override
    public void stop() {
        if (server == null) {
            return;
        }
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
