package io.tailkeeper.contracts.files;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

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
     * A port that nobody listens on right now and that was not given before.
     *
     * @throws IllegalStateException if none was found
     */
    public synchronized int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = random.nextInt(first, last + 1);
            if (!given.contains(port) && bindable(port)) {
                given.add(port);
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + first + " and " + last + " on 127.0.0.1 after "
                + TRIES + " tries; end programs that listen there");
    }

    private static boolean bindable(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
