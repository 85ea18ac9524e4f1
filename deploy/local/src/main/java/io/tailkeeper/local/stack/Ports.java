package io.tailkeeper.local.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Free ports of the loopback interface.
 *
 * <p>They lie below the range that systems take the ports of outgoing connections from: a client that keeps trying to
 * reach a dead server of that range in the end connects to itself and so holds the port that the server needs again.
 */
final class Ports {

    private static final int FIRST = 20_000;
    private static final int LAST = 32_767;
    private static final int TRIES = 500;

    private final RandomGenerator random;
    private final Set<Integer> given = new HashSet<>();

    Ports(RandomGenerator random) {
        this.random = random;
    }

    /** A port that nobody listens on right now and that was not given before. */
    synchronized int free() {
        for (int i = 0; i < TRIES; i++) {
            int port = random.nextInt(FIRST, LAST + 1);
            if (!given.contains(port) && bindable(port)) {
                given.add(port);
                return port;
            }
        }
        throw new StackException("no free port between " + FIRST + " and " + LAST + " on 127.0.0.1 after " + TRIES
                + " tries; end programs that listen there");
    }

    private static boolean bindable(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
