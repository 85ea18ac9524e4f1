package io.tailkeeper.contracts.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is wrong with JSON or YAML, in words of our own where a library's speak of its classes and settings. */
public final class JsonFault {

    private record Limit(Pattern told, String words) {}

    private static final String NUMBER = "\\((\\d+)\\).*\\((\\d+)[,)].*";
    private static final List<Limit> LIMITS = List.of(
            new Limit(told("nesting depth"), "it is nested $1 deep, more than the $2 levels that are read"),
            new Limit(told("Number value length"), "a number has $1 characters, more than the $2 that are read"),
            new Limit(told("String value length"), "a text has $1 characters, more than the $2 that are read"),
            new Limit(told("Name length"), "a name has $1 characters, more than the $2 that are read"),
            new Limit(told("Token count"), "it has $1 values and brackets, more than the $2 that are read"),
            new Limit(told("Document length"), "it has $1 characters, more than the $2 that are read"));

    /** Where a message begins to describe the input as a library sees it. */
    private static final Pattern SOURCE = Pattern.compile(
            "\\s*(, got this instead: |\\((start marker at|for \\w+ starting at|through reference chain)|\\[Source: |at \\[Source: ).*");

    private JsonFault() {}

    private static Pattern told(String what) {
        return Pattern.compile(".*" + what + ".*?" + NUMBER, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** The fault in one line, with the line and column where it stands, if they are known. */
    public static String of(JsonProcessingException fault) {
        JsonLocation place = fault.getLocation();
        boolean known = place != null && place.getLineNr() > 0 && place.getColumnNr() > 0;
        return reason(fault) + (known ? " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")" : "");
    }

    /** The fault in one line, without its place. */
    public static String reason(JsonProcessingException fault) {
        String told = String.valueOf(fault.getOriginalMessage());
        if (fault instanceof StreamConstraintsException) {
            return limit(told);
        }
        if (fault instanceof JsonMappingException mapping) {
            return mapping(mapping);
        }
        String line = told.lines().findFirst().orElse("it cannot be read");
        return SOURCE.matcher(line).replaceFirst("");
    }

    private static String limit(String told) {
        for (Limit limit : LIMITS) {
            Matcher matcher = limit.told().matcher(told);
            if (matcher.matches()) {
                return matcher.replaceFirst(limit.words());
            }
        }
        return "it is larger or deeper than what is read";
    }

    private static String mapping(JsonMappingException fault) {
        if (fault.getCause() instanceof StreamConstraintsException limit) {
            return reason(limit);
        }
        if (fault.getCause() instanceof IllegalArgumentException refused && refused.getMessage() != null) {
            return refused.getMessage();
        }
        String field = fault.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("."));
        if (field.isEmpty()) {
            return "it is not a value of the expected kind";
        }
        return fault instanceof UnrecognizedPropertyException
                ? "the field \"" + field + "\" is unknown"
                : "the field \"" + field + "\" is missing or not a value of the expected kind";
    }
}
