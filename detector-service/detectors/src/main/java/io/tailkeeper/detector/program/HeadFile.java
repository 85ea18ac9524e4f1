package io.tailkeeper.detector.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.contracts.json.JsonFault;
import io.tailkeeper.detector.calibration.MixtureHead;
import io.tailkeeper.detector.labelled.DataException;
import java.io.IOException;
import java.nio.file.Path;

/** {@code head.json} on disk: {@code heads}, one an expert, each with its {@code weights} and its {@code intercept}. */
final class HeadFile {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private HeadFile() {}

    /** Writes heads, in place of a file that is there. */
    static void save(MixtureHead heads, Path file) throws IOException {
        AtomicFile.write(file, JSON.writeValueAsBytes(heads));
    }

    /**
     * Reads heads.
     *
     * @throws DataException when the file is damaged; the message says how to mend it
     */
    static MixtureHead load(Path file) throws IOException {
        try {
            return JSON.readValue(file.toFile(), MixtureHead.class);
        } catch (JsonProcessingException e) {
            throw new DataException(file + " holds no heads (" + JsonFault.of(e) + ")" + DescriptionFile.MEND);
        }
    }
}
