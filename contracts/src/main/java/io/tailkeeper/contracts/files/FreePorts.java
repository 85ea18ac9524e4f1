package io.tailkeeper.contracts.files;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Free ports of the loopback interface, for servers that a program starts beside itself.
 *
 * <p>They lie below the range that systems take the ports of outgoing connections from. A port of that range may go to any
 * connection of any program between the look and the server's start; and a client that keeps trying to reach a dead server
 * there in the end connects to itself, and so holds the port that the server needs again.
 */
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int LAST = 32_767;
    private static final int TRIES = 500;

    private static final Queue<FileChannel> CLAIMS = new ConcurrentLinkedQueue<>();

    private final Random random = new Random();
    private final Set<Integer> given = new HashSet<>();
    private final int first;
    private final int last;

    /** Ports between 20,000 and 32,767. */
    public FreePorts() {
        this(FIRST, LAST);
    }

    FreePorts(int first, int last) {
        this.first = first;
        this.last = last;
    }

    /**
     * A port that nobody listens on right now, that was not given before, and that no other process of this user was given.
     *
     * @throws IllegalStateException if none was found
     */
    public synchronized int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = random.nextInt(first, last + 1);
            if (!given.contains(port) && bindable(port) && claim(port)) {
                given.add(port);
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + first + " and " + last + " on 127.0.0.1 after "
                + TRIES + " tries; end programs that listen there");
    }

    /**
     * Whether the port is this process' own from now on: between the look and the start of its server, a second or two, another
     * process that asks here gets another one. The lock of a file named after the port ends with the process.
     */
    private static boolean claim(int port) {
        try {
            Path folder = Path.of(
                    System.getProperty("java.io.tmpdir"), "tailkeeper-ports-" + System.getProperty("user.name"));
            Files.createDirectories(folder);
            FileChannel file = FileChannel.open(
                    folder.resolve(Integer.toString(port)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            CLAIMS.add(file); // open for good: closing any channel of a file ends all locks that the process has on it
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // claimed by another class loader of this process
        } catch (IOException e) {
            return true; // where nothing can be written, nobody can be asked
        }
    }

    private static boolean bindable(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
