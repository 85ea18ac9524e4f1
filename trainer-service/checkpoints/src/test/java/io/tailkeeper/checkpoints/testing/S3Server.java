package io.tailkeeper.checkpoints.testing;

import io.tailkeeper.contracts.files.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An S3 server in a process of its own on the loopback interface, with one bucket whose objects are files of a folder. It can end and
 * start again at the same address with the same objects. The test JVM gets its credentials, where Amazon's client looks for them.
 */
public final class S3Server implements AutoCloseable {

    public static final String BUCKET = "models";

    private static final FreePorts PORTS = new FreePorts();
    private static final String ANYBODY = "tester";
    private static final int SECONDS = 60;

    private final Path folder;
    private final int port = PORTS.next();
    private Process process;

    /**
     * A server that runs.
     *
     * @param folder for its settings, its log and its objects
     */
    public S3Server(Path folder) {
        this.folder = folder;
        System.setProperty("aws.accessKeyId", ANYBODY);
        System.setProperty("aws.secretAccessKey", ANYBODY);
        try {
            Files.createDirectories(objects());
            Files.writeString(
                    folder.resolve("s3proxy.properties"),
                    """
                    s3proxy.endpoint=http://127.0.0.1:%d
                    s3proxy.authorization=aws-v2-or-v4
                    s3proxy.identity=%s
                    s3proxy.credential=%s
                    jclouds.provider=filesystem-nio2
                    jclouds.identity=unused
                    jclouds.credential=unused
                    jclouds.filesystem.basedir=%s
                    """
                            .formatted(port, ANYBODY, ANYBODY, folder.resolve("store")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** Where the objects of the bucket lie, by their keys. */
    public Path objects() {
        return folder.resolve("store").resolve(BUCKET);
    }

    /** The keys of the bucket. */
    public List<String> keys() {
        try (Stream<Path> files = Files.walk(objects())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> objects().relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The environment of a program that has its checkpoints here. */
    public Map<String, String> environment() {
        return Map.of(
                "TAILKEEPER_CHECKPOINTS_STORE",
                "s3://" + BUCKET,
                "TAILKEEPER_CHECKPOINTS_ENDPOINT",
                endpoint().toString(),
                "TAILKEEPER_CHECKPOINTS_PATH_STYLE",
                "true",
                "AWS_ACCESS_KEY_ID",
                ANYBODY,
                "AWS_SECRET_ACCESS_KEY",
                ANYBODY);
    }

    /** Starts it, and returns when it answers. */
    public void start() {
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-jar",
                            program().toString(),
                            "--properties",
                            folder.resolve("s3proxy.properties").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("s3proxy.log").toFile()))
                    .start();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (!answers()) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "the S3 server does not start:\n" + Files.readString(folder.resolve("s3proxy.log")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The jar lies in the module's target; a test of another module finds it from its own folder. */
    private static Path program() {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path jar = up.resolve("trainer-service/checkpoints/target/s3-server/s3proxy.jar");
            if (Files.exists(jar)) {
                return jar;
            }
        }
        throw new IllegalStateException("build trainer-service/checkpoints first: its target has the S3 server");
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it at once. */
    public void stop() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
