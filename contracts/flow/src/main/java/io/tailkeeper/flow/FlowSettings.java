package io.tailkeeper.flow;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Settings that all four services have. */
@ConfigMapping(prefix = "tailkeeper")
public interface FlowSettings {

    /**
     * A name that a restarted instance keeps: it is a static member of its consumer groups, and goes on at once. Instances
     * of one service need different ones.
     */
    Optional<String> instanceId();

    /** Folder of small files that outlive a restart, such as which record was being read when the process died. */
    @WithDefault("${java.io.tmpdir}/tailkeeper-${quarkus.application.name}")
    Path directory();

    /** Whether the service makes the topics of the contract that are missing. */
    @WithDefault("false")
    boolean createTopics();

    /** The log. */
    Log log();

    /** The HTTP door. */
    Http http();

    /** Settings of the log. */
    interface Log {

        /** Whether each line of the log is a JSON object, with the keys service and instance beside those of Quarkus. */
        @WithDefault("false")
        boolean json();
    }

    /** Settings of the HTTP door. */
    interface Http {

        /** Names in the Host header that are answered beside localhost and addresses; {@code *} for any. */
        Optional<List<String>> allowedHosts();

        /**
         * What a caller has to show, as a bearer token or as the password of HTTP Basic; none: everybody who reaches the service
         * is answered. Health is always open.
         */
        Optional<String> token();

        /** A file with the token in its place, as a mounted secret has it. */
        Optional<Path> tokenFile();

        /** Whether /q/metrics is open where there is a token. */
        @WithDefault("true")
        boolean openMetrics();
    }
}
