package io.tailkeeper.checkpoints.s3;

import io.tailkeeper.checkpoints.ObjectStore;
import io.tailkeeper.checkpoints.StoreAwayException;
import io.tailkeeper.languagemodel.CheckpointException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.InvalidObjectStateException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A bucket of an S3-compatible store. Who this program is, is found where Amazon's client looks by default: environment,
 * profile, the machine's or container's role.
 */
public final class S3Store implements ObjectStore {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int LISTED = 1_000;
    /** What an object says of itself: the digest of its content. */
    private static final String SHA256 = "sha256";

    private final String bucket;
    private final S3Client client;

    /**
     * Where a store is, and how it is talked to.
     *
     * @param endpoint null for Amazon's own
     * @param region that requests are signed for
     * @param pathStyle whether the bucket is named in the path and not in the host
     */
    public record Place(@Nullable URI endpoint, String region, boolean pathStyle) {}

    /** Connects to nothing yet. */
    public S3Store(String bucket, Place place) {
        this.bucket = bucket;
        this.client = client(place);
    }

    static S3Client client(Place place) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(place.region()))
                .forcePathStyle(place.pathStyle())
                // The content has a sha256 of its own, and other stores do not know all of Amazon's checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE)
                        .build());
        if (place.endpoint() != null) {
            builder.endpointOverride(place.endpoint());
        }
        return builder.build();
    }

    @Override
    public List<Stored> list(String folder) {
        return asked(() -> client
                .listObjectsV2(request ->
                        request.bucket(bucket).prefix(folder).delimiter("/").maxKeys(LISTED))
                .contents()
                .stream()
                .map(object -> new Stored(object.key(), object.size()))
                .toList());
    }

    @Override
    public InputStream open(String key) {
        try {
            return asked(
                    () -> client.getObject(request -> request.bucket(bucket).key(key)));
        } catch (NoSuchKeyException e) {
            throw new CheckpointException(
                    "s3://" + bucket + "/" + key + " was taken away from the store; restore it, or start the run again",
                    e);
        }
    }

    @Override
    public void put(String key, Path file, String sha256) {
        long bytes = size(file);
        if (!isThere(key, bytes, sha256)) {
            Upload upload = new Upload(client, bucket, key, Map.of(SHA256, sha256));
            asked(() -> {
                upload.send(file, bytes);
                return key;
            });
        }
    }

    private boolean isThere(String key, long bytes, String sha256) {
        try {
            HeadObjectResponse found = asked(
                    () -> client.headObject(request -> request.bucket(bucket).key(key)));
            return found.contentLength() == bytes
                    && sha256.equals(found.metadata().get(SHA256));
        } catch (NoSuchKeyException e) {
            return false;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (NoSuchKeyException e) {
            throw e;
        } catch (InvalidObjectStateException e) {
            throw new CheckpointException(
                    "an object of the store s3://" + bucket + " was put into an archive: " + words(e)
                            + "; restore it there, or start the run again",
                    e);
        } catch (AbortedException e) {
            throw new CancellationException("interrupted while it asked the store");
        } catch (SdkException e) {
            throw new StoreAwayException(
                    "the store s3://" + bucket + " " + what(e) + ": " + words(e) + "; " + mend(e), e);
        }
    }

    /** Without the number of the request, which differs each time. */
    private static String words(SdkException e) {
        return e instanceof S3Exception said && said.awsErrorDetails() != null
                ? said.awsErrorDetails().errorCode() + " "
                        + said.awsErrorDetails().errorMessage() + " (status " + said.statusCode() + ")"
                : String.valueOf(e.getMessage());
    }

    private static String what(SdkException e) {
        return e instanceof S3Exception refused && refused.statusCode() < 500 ? "refuses" : "does not answer";
    }

    private static String mend(SdkException e) {
        return e instanceof S3Exception refused && refused.statusCode() < 500
                ? "check the bucket (tailkeeper.checkpoints.store), the region (tailkeeper.checkpoints.region) and the"
                        + " rights of this service's credentials: the trainer puts, gets and lists, others get and list"
                : "check its address (tailkeeper.checkpoints.endpoint) and this service's credentials"
                        + " (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, or a role)";
    }

    @Override
    public void close() {
        client.close();
    }
}
