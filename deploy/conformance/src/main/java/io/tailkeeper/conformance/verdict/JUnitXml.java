package io.tailkeeper.conformance.verdict;

import io.tailkeeper.contracts.files.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A verdict as the JUnit XML that build servers show; figures are properties. */
public final class JUnitXml {

    private JUnitXml() {}

    /** Writes it as a file, whole or not at all. */
    public static void write(Verdict verdict, Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            xml.writeStartDocument("UTF-8", "1.0");
            write(verdict, xml);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(file + " cannot be written: " + e.getMessage(), e);
        }
        AtomicFile.write(file, out.toByteArray());
    }

    private static void write(Verdict verdict, XMLStreamWriter xml) throws XMLStreamException {
        long figures = count(verdict, CheckResult.Outcome.FIGURE);
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "conformance of detector " + verdict.detectorId());
        xml.writeAttribute("tests", Long.toString(verdict.results().size() - figures));
        xml.writeAttribute("failures", Long.toString(count(verdict, CheckResult.Outcome.FAILED)));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", Long.toString(count(verdict, CheckResult.Outcome.NOT_RUN)));
        xml.writeStartElement("properties");
        for (CheckResult result : verdict.results()) {
            if (result.outcome() == CheckResult.Outcome.FIGURE) {
                xml.writeEmptyElement("property");
                xml.writeAttribute("name", result.check().word());
                xml.writeAttribute("value", plain(result.seen()));
            }
        }
        xml.writeEndElement();
        for (CheckResult result : verdict.results()) {
            if (result.outcome() != CheckResult.Outcome.FIGURE) {
                write(result, xml);
            }
        }
        xml.writeEndElement();
    }

    private static long count(Verdict verdict, CheckResult.Outcome outcome) {
        return verdict.results().stream()
                .filter(result -> result.outcome() == outcome)
                .count();
    }

    private static void write(CheckResult result, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "conformance.detector");
        xml.writeAttribute("name", result.check().word());
        switch (result.outcome()) {
            case FAILED -> {
                xml.writeStartElement("failure");
                xml.writeAttribute("message", plain(result.seen()));
                xml.writeCharacters(plain("demanded: " + result.check().demand() + "\nseen: " + result.seen()
                        + "\nmend: " + result.mend()));
                xml.writeEndElement();
            }
            case NOT_RUN -> {
                xml.writeEmptyElement("skipped");
                xml.writeAttribute("message", plain(result.seen()));
            }
            case PASSED, FIGURE -> xml.writeCharacters("");
        }
        xml.writeEndElement();
    }

    /** Without the control characters that XML has no place for. */
    private static String plain(String text) {
        return text.replaceAll("[^\\t\\n\\x20-\\uD7FF\\uE000-\\uFFFD]", "?");
    }
}
