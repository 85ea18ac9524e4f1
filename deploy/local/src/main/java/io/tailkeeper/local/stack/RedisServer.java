package io.tailkeeper.local.stack;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The redis-server that the embedded-redis artifact carries, without persistence: all it holds can be rebuilt. */
final class RedisServer implements Role {

    private static final int TIMEOUT_MILLIS = 1_000;
    private static final Map<String, String> BINARIES = Map.of(
            "linux-amd64", "/redis-server-6.2.6-v5-linux-amd64",
            "linux-aarch64", "/redis-server-6.2.7-linux-arm64",
            "mac-x86_64", "/redis-server-6.2.6-v5-darwin-amd64",
            "mac-aarch64", "/redis-server-6.2.6-v5-darwin-arm64");

    private final RunDirectory directory;

    RedisServer(RunDirectory directory) {
        this.directory = directory;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public ChildSpecification specification(int port) {
        Path folder = directory.madeData(name());
        List<String> command = List.of(
                extracted(folder).toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                // The score cache forgets what was used longest ago; the ledger of metrics has no expiry and stays.
                "--maxmemory",
                "512mb",
                "--maxmemory-policy",
                "volatile-lru",
                "--daemonize",
                "no");
        return new ChildSpecification(command, Map.of(), folder, directory.log(name()));
    }

    private static Path extracted(Path folder) {
        Path program = folder.resolve("redis-server");
        if (Files.isExecutable(program)) {
            return program;
        }
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "mac" : "linux";
        String machine = system + "-" + System.getProperty("os.arch");
        String resource = BINARIES.get(machine);
        if (resource == null) {
            throw new StackException("there is no embedded redis-server for " + machine + "; known are "
                    + BINARIES.keySet().stream().sorted().toList());
        }
        try (InputStream binary = RedisServer.class.getResourceAsStream(resource)) {
            synchronized (Leash.FORK) {
                Files.copy(binary, program, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!program.toFile().setExecutable(true)) {
                throw new StackException(program + " cannot be made executable; choose another folder with --output");
            }
            return program;
        } catch (IOException e) {
            throw new StackException(program + " cannot be written; choose another folder with --output: " + e, e);
        }
    }

    @Override
    public boolean ready(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(5);
            return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Duration patience() {
        return Duration.ofMinutes(2);
    }
}
