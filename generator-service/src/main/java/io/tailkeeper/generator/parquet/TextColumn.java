package io.tailkeeper.generator.parquet;

import io.tailkeeper.generator.CorpusException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** Finds the text among the columns of a file. */
final class TextColumn {

    private TextColumn() {}

    static ColumnDescriptor find(Path file, FileMetaData metadata, String name) {
        List<SchemaElement> columns = topLevel(metadata.getSchema());
        SchemaElement column = columns.stream()
                .filter(element -> element.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new CorpusException("Corpus file " + file + " has no column \"" + name + "\" but "
                        + String.join(
                                ", ",
                                columns.stream()
                                        .map(element -> '"' + element.getName() + '"')
                                        .toList())
                        + "; name the column of the text in corpus.text-column."));
        if (column.getType() != Type.BYTE_ARRAY || column.getRepetition_type() == FieldRepetitionType.REPEATED) {
            throw new CorpusException("Corpus file " + file + ": column \"" + name
                    + "\" is no text; name the column of the text in corpus.text-column.");
        }
        boolean optional = column.getRepetition_type() == FieldRepetitionType.OPTIONAL;
        MessageType schema = new MessageType(
                "row",
                (optional ? Types.optional(PrimitiveTypeName.BINARY) : Types.required(PrimitiveTypeName.BINARY))
                        .named(name));
        return schema.getColumns().getFirst();
    }

    /** The schema is a tree in depth-first order, the row itself first. */
    private static List<SchemaElement> topLevel(List<SchemaElement> schema) {
        List<SchemaElement> columns = new ArrayList<>();
        int next = 1;
        while (next < schema.size()) {
            columns.add(schema.get(next));
            next = end(schema, next);
        }
        return columns;
    }

    private static int end(List<SchemaElement> schema, int element) {
        int next = element + 1;
        for (int child = 0; child < schema.get(element).getNum_children(); child++) {
            next = end(schema, next);
        }
        return next;
    }
}
