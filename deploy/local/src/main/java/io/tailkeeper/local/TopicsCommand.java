package io.tailkeeper.local;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.contracts.topics.TopicAdmin;
import io.tailkeeper.contracts.topics.TopicSettings;
import io.tailkeeper.process.ProcessException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The topics of the contract on somebody's brokers. */
@Command(
        name = "topics",
        description = "Make the topics of the contract on Kafka brokers that are there already.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        subcommands = TopicsCommand.Create.class)
final class TopicsCommand {

    private TopicsCommand() {}

    /** Makes those that are missing. */
    @Command(
            name = "create",
            description = {
                "Make every topic of the contract that is missing, dead-letter topics included.",
                "",
                "Topics that are there stay as they are. What they have less than the contract needs is said, each with"
                        + " its mend."
            },
            mixinStandardHelpOptions = true,
            versionProvider = CommandLines.Version.class,
            sortOptions = false,
            optionListHeading = "%nOptions:%n",
            footer = {
                "",
                "Example:",
                "  ./tailkeeper topics create --bootstrap 127.0.0.1:9092 --partitions 8 --replicas 3",
                "",
                "Exit status: 0 when every topic is there as it must be, 1 when not, 2 when what was asked for cannot be"
                        + " done as it stands."
            })
    static final class Create implements Callable<Integer> {

        @Mixin
        private ConnectOption connect;

        @Option(
                names = "--partitions",
                paramLabel = "N",
                defaultValue = "3",
                description = "Partitions of topics that need no order: so many instances of a service share its work."
                        + " Default: 3")
        private int partitions;

        @Option(
                names = "--replicas",
                paramLabel = "N",
                defaultValue = "0",
                description = "Replicas of each partition. Default: what the brokers are set to")
        private int replicas;

        @Option(
                names = "--retention-hours",
                paramLabel = "N",
                description = "Throw away records that may go, and dead letters, after so long: longer than the longest"
                        + " run. Default: never")
        private @Nullable Integer retentionHours;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            try (Admin admin = connect.installation().admin()) {
                List<String> differences = new TopicAdmin(admin).create(settings());
                differences.forEach(difference -> spec.commandLine().getErr().println("tailkeeper: " + difference));
                out.println(
                        differences.isEmpty()
                                ? "every topic is there"
                                : "every topic is there, " + differences.size() + " not as the contract needs");
                out.flush();
                return differences.isEmpty() ? 0 : CommandLines.FAILED;
            } catch (IllegalStateException e) {
                throw new ProcessException(
                        e.getMessage() + "; give --bootstrap HOST:PORT as the brokers are reached from here, and what"
                                + " they ask of clients in a file with --command-config",
                        e);
            }
        }

        private TopicSettings settings() {
            Integer hours = retentionHours;
            try {
                Duration retention = hours == null ? null : Duration.ofHours(hours);
                return new TopicSettings(partitions, replicas, retention);
            } catch (IllegalArgumentException e) {
                throw new UsageException("--" + e.getMessage());
            }
        }
    }
}
