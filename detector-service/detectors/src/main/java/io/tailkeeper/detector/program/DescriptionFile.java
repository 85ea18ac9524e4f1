package io.tailkeeper.detector.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.contracts.json.JsonFault;
import io.tailkeeper.detector.labelled.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code detector.json} on disk, with the version that is its own digest. */
final class DescriptionFile {

    static final String NAME = "detector.json";

    /** The end of a message about a folder's file that is of no use. */
    static final String MEND = "; train the detector again with ./tailkeeper detector train";

    private static final int VERSION_LENGTH = 16;
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private DescriptionFile() {}

    /** Whether a folder has one. */
    static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(NAME));
    }

    /**
     * Writes a description, in place of one that is there.
     *
     * @param nameless its version is empty
     * @return with its version, as it was written
     */
    static DetectorDescription save(DetectorDescription nameless, Path folder) throws IOException {
        DetectorDescription named = nameless.withVersion(version(nameless));
        AtomicFile.write(folder.resolve(NAME), JSON.writeValueAsBytes(named));
        return named;
    }

    /**
     * Reads a folder's description.
     *
     * @throws DataException when it is missing, damaged, edited or of another format; the message says how to mend it
     */
    static DetectorDescription load(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!isIn(folder)) {
            throw new DataException(folder + " holds no detector: " + NAME
                    + " is missing; give a folder that ./tailkeeper detector train wrote");
        }
        try {
            int format = JSON.readTree(file.toFile()).path("format").asInt();
            if (format != DetectorDescription.FORMAT) {
                throw new DataException(file + " is of format " + format + "; this program reads format "
                        + DetectorDescription.FORMAT + MEND);
            }
            DetectorDescription description = JSON.readValue(file.toFile(), DetectorDescription.class);
            if (!version(description.withVersion("")).equals(description.version())) {
                throw new DataException(file + " does not match its version: it was edited or is damaged" + MEND);
            }
            return description;
        } catch (JsonProcessingException e) {
            throw new DataException(file + " describes no detector (" + JsonFault.of(e) + ")" + MEND);
        }
    }

    private static String version(DetectorDescription nameless) throws IOException {
        return Sha256.of(JSON.writeValueAsBytes(nameless)).substring(0, VERSION_LENGTH);
    }
}
