package io.tailkeeper.local.stack;

import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.process.ChildSpecification;
import io.tailkeeper.process.Leash;
import io.tailkeeper.process.NoRoom;
import io.tailkeeper.process.ProcessException;
import io.tailkeeper.process.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The redis-server that the embedded-redis artifact carries, without persistence: all it holds can be rebuilt. */
final class RedisServer implements Role {

    private static final int TIMEOUT_MILLIS = 1_000;
    private static final int PASSWORD_BYTES = 24;
    private static final String SETTINGS = "redis.conf";
    private static final Map<String, String> BINARIES = Map.of(
            "linux-amd64", "/redis-server-6.2.6-v5-linux-amd64",
            "linux-aarch64", "/redis-server-6.2.7-linux-arm64",
            "mac-x86_64", "/redis-server-6.2.6-v5-darwin-amd64",
            "mac-aarch64", "/redis-server-6.2.6-v5-darwin-arm64");

    private final RunDirectory directory;
    private final String password; // empty for none

    private RedisServer(RunDirectory directory, String password) {
        this.directory = directory;
        this.password = password;
    }

    /** A store that any user of this machine can reach. */
    static RedisServer open(RunDirectory directory) {
        return new RedisServer(directory, "");
    }

    /** A store that answers only whoever knows its password, which is made up anew. */
    static RedisServer closed(RunDirectory directory) {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return new RedisServer(directory, HexFormat.of().formatHex(random));
    }

    /** Where it answers on a port, its password included. */
    URI address(int port) {
        return URI.create("redis://" + (password.isEmpty() ? "" : ":" + password + "@") + "127.0.0.1:" + port);
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
                settings(folder),
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

    /** The password lies in a file that only this user reads: everybody sees the arguments of a process. */
    private String settings(Path folder) {
        keep(folder.resolve(SETTINGS), password.isEmpty() ? "protected-mode yes\n" : "requirepass " + password + "\n");
        return SETTINGS;
    }

    /** Writes a file that only this user reads; the file. */
    static Path keep(Path file, String secret) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, secret);
        } catch (IOException e) {
            throw NoRoom.of(file, secret.length(), e);
        }
    }

    private static Path extracted(Path folder) {
        Path program = folder.resolve("redis-server");
        if (Files.isRegularFile(program) && Files.isExecutable(program)) {
            return program;
        }
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "mac" : "linux";
        String machine = system + "-" + System.getProperty("os.arch");
        String resource = BINARIES.get(machine);
        if (resource == null) {
            throw new ProcessException("there is no embedded redis-server for " + machine + "; known are "
                    + BINARIES.keySet().stream().sorted().toList());
        }
        long size = AtomicFile.UNKNOWN;
        try (InputStream binary = RedisServer.class.getResourceAsStream(resource)) {
            byte[] content = binary.readAllBytes();
            size = content.length;
            synchronized (Leash.FORK) {
                Files.write(program, content);
            }
            if (!program.toFile().setExecutable(true)) {
                throw new ProcessException(program + " cannot be made executable; choose another folder with --output");
            }
            return program;
        } catch (IOException e) {
            throw NoRoom.of(program, size, e);
        }
    }

    @Override
    public boolean ready(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            String login = password.isEmpty() ? "" : "AUTH " + password + "\r\n";
            String answer = password.isEmpty() ? "+PONG" : "+OK\r\n+PONG";
            socket.getOutputStream().write((login + "PING\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] got = socket.getInputStream().readNBytes(answer.length());
            return new String(got, StandardCharsets.US_ASCII).equals(answer);
        } catch (IOException e) {
            return false;
        }
    }
}
