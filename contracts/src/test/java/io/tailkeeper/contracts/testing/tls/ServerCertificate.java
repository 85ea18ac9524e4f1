package io.tailkeeper.contracts.testing.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate of localhost and 127.0.0.1 that signs itself, made by {@code keytool}.
 *
 * @param keys the key and the certificate, PKCS#12
 * @param authority the certificate alone, PEM: whoever trusts it trusts the server
 */
public record ServerCertificate(Path keys, Path authority) {

    private static final String PASSWORD = "changeit";

    /** A new one. */
    public static ServerCertificate in(Path folder, String name) {
        Path keys = folder.resolve(name + ".p12");
        Path authority = folder.resolve(name + ".crt");
        keytool(folder, "-genkeypair", keys, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", names());
        keytool(folder, "-exportcert", keys, "-rfc", "-file", authority.toString());
        return new ServerCertificate(keys, authority);
    }

    private static String names() {
        return "SAN=DNS:localhost,IP:127.0.0.1";
    }

    private static void keytool(Path folder, String task, Path keys, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                task,
                "-alias",
                "server",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        Path log = folder.resolve("keytool.log");
        try {
            int status = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("keytool ended with " + status + ": " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a server shows that has it. */
    SSLContext context() {
        try (InputStream stored = Files.newInputStream(keys)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(stored, PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
