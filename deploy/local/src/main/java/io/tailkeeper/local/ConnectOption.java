package io.tailkeeper.local;

import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.local.remote.RemoteInstallation;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which installation a command works on: the options that several commands share. */
final class ConnectOption {

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:TAILKEEPER_BOOTSTRAP}",
            description = "The Kafka brokers of an installation that is there already, several with commas between."
                    + " Default: the environment's TAILKEEPER_BOOTSTRAP")
    private @Nullable String bootstrap;

    @Option(
            names = "--api",
            paramLabel = "URL",
            defaultValue = "${env:TAILKEEPER_API}",
            description =
                    "Where its metrics service answers. Default: the environment's TAILKEEPER_API, else http://127.0.0.1:8080")
    private @Nullable String api;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Further settings of Kafka clients (TLS, SASL), as Kafka's own tools read them.")
    private @Nullable Path commandConfig;

    /** Whether an installation is named. */
    public boolean given() {
        return bootstrap != null || api != null || commandConfig != null;
    }

    /** Whether the brokers are named. */
    boolean brokers() {
        return bootstrap != null;
    }

    /**
     * The installation that is named, brokers included.
     *
     * @throws UsageException when the brokers are not named, or something cannot be what it should be
     */
    public RemoteInstallation installation() {
        return new RemoteInstallation(kafka(), api());
    }

    /** Settings of a Kafka client. */
    public Map<String, Object> kafka() {
        if (bootstrap == null) {
            throw new UsageException("--bootstrap is missing; give HOST:PORT of the Kafka brokers");
        }
        for (String server : bootstrap.split(",", -1)) {
            if (!server.strip().matches("\\S+:[0-9]{1,5}")) {
                throw new UsageException("--bootstrap " + bootstrap + ": \"" + server.strip()
                        + "\" is no HOST:PORT, for example 127.0.0.1:9092");
            }
        }
        Map<String, Object> settings = new HashMap<>(configured());
        settings.put("bootstrap.servers", bootstrap);
        return settings;
    }

    private Map<String, Object> configured() {
        Map<String, Object> settings = new HashMap<>();
        Path file = commandConfig;
        if (file == null) {
            return settings;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException("--command-config " + commandConfig
                    + " cannot be read; give a file of key=value lines: " + e.getMessage());
        }
        properties.forEach((key, value) -> settings.put(key.toString(), value));
        return settings;
    }

    /** Where the metrics service answers. */
    public URI api() {
        String given = api == null ? "http://127.0.0.1:8080" : api;
        try {
            URI uri = new URI(given.endsWith("/") ? given.substring(0, given.length() - 1) : given);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new UsageException("--api " + given + " is no URL: " + e.getReason());
        }
        throw new UsageException("--api " + given + " is no URL of a service, for example http://127.0.0.1:8080");
    }
}
