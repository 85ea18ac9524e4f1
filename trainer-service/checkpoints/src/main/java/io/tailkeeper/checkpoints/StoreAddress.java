package io.tailkeeper.checkpoints;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.languagemodel.CheckpointException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a store that is this installation's: {@code s3://bucket/prefix}. Nothing outside of it is read or written,
 * whatever a message says.
 *
 * @param bucket name of the bucket
 * @param prefix what its keys begin with: empty, or with a slash at its end
 */
public record StoreAddress(String bucket, String prefix) {

    /** The setting that holds it. */
    public static final String SETTING = "tailkeeper.checkpoints.store";

    /** How the setting is written: {@code file:}, or the address of a store. */
    public static final String SYNTAX = "file:|s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9][A-Za-z0-9._-]*)*/?";

    private static final String SCHEME = "s3";
    private static final int LONGEST_KEY = 1_024;
    private static final Pattern STORE = Pattern.compile("s3://([^/]+)/?(.*?)/?");

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static StoreAddress of(String setting) {
        Matcher matcher = STORE.matcher(setting);
        if (!setting.matches(SYNTAX) || !matcher.matches()) {
            throw new IllegalArgumentException(SETTING + " is " + setting
                    + "; write file: for a shared volume, or s3://BUCKET/PREFIX with letters, digits, dots and dashes");
        }
        String folder = matcher.group(2);
        return new StoreAddress(matcher.group(1), folder.isEmpty() ? "" : folder + "/");
    }

    /** Whether a URI names an object of a store, this one or another. */
    static boolean isObject(URI uri) {
        return SCHEME.equalsIgnoreCase(uri.getScheme());
    }

    /** The folder of a generation, as a name within this part of the store; it ends with a slash. */
    static String folder(GenerationKey generation) {
        return generation.runId() + "/generation-" + generation.generation() + "/";
    }

    /** The URI of an object by its name within this part. */
    URI uri(String name) {
        try {
            return new URI(SCHEME, bucket, "/" + prefix + name, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no URI can name " + name, e);
        }
    }

    /** The key of an object by its name within this part. */
    String key(String name) {
        return prefix + name;
    }

    /**
     * The name of an object within this part.
     *
     * @throws CheckpointException when it lies elsewhere
     */
    String name(URI uri) {
        String path = uri.getPath() == null ? "" : uri.getPath();
        boolean inside = isObject(uri)
                && bucket.equals(uri.getAuthority())
                && uri.getQuery() == null
                && uri.getFragment() == null
                && path.startsWith("/" + prefix)
                && isPlain(path.substring(1 + prefix.length()));
        if (!inside) {
            throw outside(uri, this.toString());
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            throw new CheckpointException("checkpoint " + bucket + "/… is not fetched: its name has more than "
                    + LONGEST_KEY + " bytes, which no store takes");
        }
        return path.substring(1 + prefix.length());
    }

    /** Names of folders and a file, with nothing that leads elsewhere. */
    private static boolean isPlain(String name) {
        return Arrays.stream(name.split("/", -1))
                .noneMatch(part -> part.isEmpty()
                        || part.equals(".")
                        || part.equals("..")
                        || part.indexOf('\\') >= 0
                        || part.chars().anyMatch(Character::isISOControl));
    }

    /** What to say of an object that is not this installation's. */
    static CheckpointException outside(URI uri, String configured) {
        return new CheckpointException("checkpoint " + uri + " is not fetched: it lies outside of " + SETTING
                + ", which is " + configured + " here. Give all services of an installation the same store, or put the"
                + " checkpoint there");
    }

    @Override
    public String toString() {
        return SCHEME + "://" + bucket + "/" + prefix;
    }
}
