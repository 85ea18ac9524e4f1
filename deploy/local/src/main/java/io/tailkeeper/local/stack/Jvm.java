package io.tailkeeper.local.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;

/** What children are started and looked after with. */
final class Jvm {

    /** The {@code java} that runs the launcher: its children run on the same one. */
    static final String PROGRAM =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final int CONNECT_MILLIS = 500;

    private Jvm() {}

    /** Whether somebody accepts connections on a loopback port. */
    static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
