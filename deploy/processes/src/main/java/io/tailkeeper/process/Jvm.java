package io.tailkeeper.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/** What programs on the JVM are started and looked after with. */
public final class Jvm {

    /** The {@code java} that runs the launcher: whatever it starts runs on the same one. */
    public static final String PROGRAM =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final int CONNECT_MILLIS = 500;

    private Jvm() {}

    /**
     * Options that decide where a crash leaves its traces: a report in a folder, and no core file.
     *
     * @param folder where the report goes; the system's folder for temporary files when nothing can be written there
     * @param name what the report's name begins with
     */
    public static List<String> crashOptions(Path folder, String name) {
        String report = folder.resolve(name).toString().replace("%", "%%") + "-%p.hs_err.log"; // %p: the process
        return List.of("-XX:ErrorFile=" + report, "-XX:-CreateCoredumpOnCrash");
    }

    /** The same for a program that has no folder of logs. */
    public static List<String> crashOptions(String name) {
        return crashOptions(Path.of(System.getProperty("java.io.tmpdir")), "tailkeeper-" + name);
    }

    /** Whether somebody accepts connections on a loopback port. */
    public static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
