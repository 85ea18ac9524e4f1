package io.tailkeeper.checkpoints.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Sends a file to a store: a small one in one request, a large one in parts that become an object when the last one is there.
 * What a process that died has sent so far is the store's to forget, by a rule of its own for unfinished uploads.
 */
final class Upload {

    /** Of a part; a store takes ten thousand, and a file in one request up to five gigabytes. */
    static final long PART = 64L << 20;

    private static final String TYPE = "application/octet-stream";

    private final S3Client client;
    private final String bucket;
    private final String key;
    private final Map<String, String> metadata;

    Upload(S3Client client, String bucket, String key, Map<String, String> metadata) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.metadata = metadata;
    }

    void send(Path file, long bytes) {
        send(file, bytes, PART);
    }

    void send(Path file, long bytes, long part) {
        if (bytes > part) {
            sendParts(file, bytes, part);
        } else {
            client.putObject(
                    request -> request.bucket(bucket).key(key).contentType(TYPE).metadata(metadata),
                    RequestBody.fromFile(file));
        }
    }

    private void sendParts(Path file, long bytes, long part) {
        String id = client.createMultipartUpload(request ->
                        request.bucket(bucket).key(key).contentType(TYPE).metadata(metadata))
                .uploadId();
        try {
            List<CompletedPart> sent = new ArrayList<>();
            for (long from = 0; from < bytes; from += part) {
                sent.add(sendPart(id, sent.size() + 1, part(file, from, Math.min(part, bytes - from))));
            }
            client.completeMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(id).multipartUpload(all -> all.parts(sent)));
        } catch (RuntimeException e) {
            abort(id, e);
            throw e;
        }
    }

    private CompletedPart sendPart(String id, int number, RequestBody content) {
        String tag = client.uploadPart(
                        request -> request.bucket(bucket).key(key).uploadId(id).partNumber(number), content)
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    private static RequestBody part(Path file, long from, long bytes) {
        ContentStreamProvider content = () -> stream(file, from, bytes);
        return RequestBody.fromContentProvider(content, bytes, TYPE);
    }

    private static InputStream stream(Path file, long from, long bytes) {
        try {
            FileChannel channel = FileChannel.open(file);
            return new PartStream(Channels.newInputStream(channel.position(from)), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void abort(String id, RuntimeException reason) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(id));
        } catch (SdkException e) {
            reason.addSuppressed(e);
        }
    }
}
