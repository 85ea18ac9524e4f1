package io.tailkeeper.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.report.samples.ReportSamples;
import io.tailkeeper.report.view.ExperimentView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The files of a report. */
public final class ReportFiles {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private ReportFiles() {}

    static String indented(byte[] json) {
        try {
            return MAPPER.writeValueAsString(MAPPER.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes report.json, report.html, generations.csv and, of several seeds, seeds.csv, each whole or not at all. */
    public static void write(Report report, ExperimentView view, Path folder) throws IOException {
        AtomicFile.write(folder.resolve("report.json"), MAPPER.writeValueAsString(report) + "\n");
        AtomicFile.write(folder.resolve("report.html"), HtmlReport.of(report, view, ReportSamples.NONE));
        AtomicFile.write(folder.resolve("generations.csv"), GenerationsCsv.of(report.runs()));
        if (ArmGroup.several(report.runs())) {
            AtomicFile.write(folder.resolve("seeds.csv"), SeedsCsv.of(report.runs()));
        }
    }

    /** Writes report.html again, with samples. */
    public static void writePage(Report report, ExperimentView view, ReportSamples samples, Path folder)
            throws IOException {
        AtomicFile.write(folder.resolve("report.html"), HtmlReport.of(report, view, samples));
    }
}
