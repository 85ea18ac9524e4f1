package io.tailkeeper.containers;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Passes connections on to a server. When it is told so, it swallows an answer from time to time and closes the connection: the server
 * has done what it was asked, and the client does not know.
 */
final class LossyProxy implements Closeable {

    private static final int ONE_IN = 40;
    private static final int BUFFER = 64 * 1024;

    private final ServerSocket door;
    private final Supplier<InetSocketAddress> server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean losing;

    /**
     * Open at once.
     *
     * @param address where it listens, on a port of the system's choice
     * @param server where the connections lead, asked for with each
     */
    LossyProxy(InetAddress address, Supplier<InetSocketAddress> server) throws IOException {
        this.server = server;
        door = new ServerSocket(0, 50, address);
        Thread unused = Thread.ofVirtual().start(this::accept);
    }

    /** Where it listens. */
    int port() {
        return door.getLocalPort();
    }

    /** Whether answers are lost from now on. */
    void losing(boolean whether) {
        losing = whether;
    }

    /** How many answers were lost. */
    long lost() {
        return lost.get();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                open.add(client);
                Thread unused = Thread.ofVirtual().start(() -> join(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void join(Socket client) {
        try (client;
                Socket upstream = new Socket()) {
            open.add(upstream);
            upstream.connect(server.get());
            Thread requests = Thread.ofVirtual().start(() -> copy(client, upstream, false));
            copy(upstream, client, true);
            client.close();
            requests.join();
        } catch (IOException e) {
            // The client asks again.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private void copy(Socket from, Socket to, boolean answering) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (answering && losing && answers.incrementAndGet() % ONE_IN == 0) {
                    lost.incrementAndGet();
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One side has closed; so does the other.
        } finally {
            open.remove(from);
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        open.forEach(LossyProxy::close);
    }
}
