package io.tailkeeper.local.stack;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * The broker's process. Its working directory is the broker's folder, and every file is named relative to it: Kafka takes a
 * comma in {@code log.dirs} for the end of a name, and reads its settings as Latin-1.
 */
public final class BrokerProgram {

    /** The settings, in the working directory. */
    static final String SETTINGS = "server.properties";

    /** What {@code log.dirs} names, in the working directory. */
    static final String DATA = "data";

    private BrokerProgram() {}

    /** Formats the storage where that has not been done, and becomes the broker. */
    public static void main(String[] none) {
        if (!Files.exists(Path.of(DATA, "meta.properties"))) {
            format();
        }
        Kafka.main(new String[] {SETTINGS});
    }

    private static void format() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        String cluster = Uuid.randomUuid().toString();
        String[] arguments = {"format", "--ignore-formatted", "--config", SETTINGS, "--cluster-id", cluster};
        if (StorageTool.execute(arguments, new PrintStream(printed, true, StandardCharsets.UTF_8)) != 0) {
            System.err.println("the storage cannot be formatted: " + printed.toString(StandardCharsets.UTF_8));
            System.exit(1);
        }
    }
}
