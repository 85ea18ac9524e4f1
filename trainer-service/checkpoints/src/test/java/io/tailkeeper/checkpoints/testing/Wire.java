package io.tailkeeper.checkpoints.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A wire between a client and a server: it passes all bytes on, tells which requests went over it, and can be cut in an answer. */
public final class Wire implements AutoCloseable {

    private static final Pattern REQUEST = Pattern.compile("(?m)^(GET|PUT|POST|HEAD|DELETE) (\\S+) HTTP/1\\.1");

    private final ServerSocket entrance;
    private final int port;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicLong cutAfter = new AtomicLong(Long.MAX_VALUE);

    /** @param port of the server, on the loopback interface */
    public Wire(int port) {
        this.port = port;
        try {
            entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Where a client finds the server. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + entrance.getLocalPort());
    }

    /** Method and path of the requests so far whose path contains a text. */
    public List<String> requests(String part) {
        return requests.stream().filter(request -> request.contains(part)).toList();
    }

    /** Cuts a connection when so many bytes of answers have come over all of them, once. */
    public void cutAfter(long bytes) {
        cutAfter.set(bytes);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entrance.accept();
                try {
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                    Thread.ofVirtual().start(() -> pass(client, server, true));
                    Thread.ofVirtual().start(() -> pass(server, client, false));
                } catch (IOException e) {
                    client.close(); // the server is away
                }
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void pass(Socket from, Socket to, boolean asks) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[1 << 16];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (asks) {
                    note(new String(bytes, 0, read, StandardCharsets.ISO_8859_1));
                } else {
                    long left = cutAfter.addAndGet(-read);
                    if (left < 0) {
                        cutAfter.set(Long.MAX_VALUE);
                        out.write(bytes, 0, Math.max(0, (int) (read + left)));
                        return;
                    }
                }
                out.write(bytes, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            return; // one of the two has gone
        }
    }

    private void note(String text) {
        Matcher matcher = REQUEST.matcher(text);
        while (matcher.find()) {
            requests.add(matcher.group(1) + " " + matcher.group(2));
        }
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
