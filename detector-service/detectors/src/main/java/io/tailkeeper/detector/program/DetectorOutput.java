package io.tailkeeper.detector.program;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.evaluation.Evaluation;
import io.tailkeeper.detector.labelled.LabelledFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What training and evaluating have in common: the texts, a table, a file of figures. */
final class DetectorOutput {

    private DetectorOutput() {}

    /** Labelled texts; says what is read, what is skipped and why. */
    static List<LabelledText> read(List<Path> data, PrintWriter out) {
        for (Path path : data) {
            if (!Files.exists(path)) {
                throw new UsageException("--data " + path + " does not exist; give a file or folder of texts");
            }
        }
        LabelledFiles.Read read = LabelledFiles.read(data);
        read.lines().forEach(out::println);
        return read.texts();
    }

    static void print(Evaluation evaluation, PrintWriter out) {
        QualityTable.aligned(QualityTable.rows(evaluation)).forEach(out::println);
    }

    static void write(Path file, StoredDetector stored, Evaluation evaluation, int leftOut) throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.putObject("detector").put("kind", stored.kind().id()).put("version", stored.version());
        json.put("leftOut", leftOut);
        json.setAll(EvaluationJson.of(evaluation));
        AtomicFile.write(file, json.toPrettyString() + "\n");
    }
}
