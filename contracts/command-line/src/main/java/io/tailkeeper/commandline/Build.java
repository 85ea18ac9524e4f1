package io.tailkeeper.commandline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What this program was built from.
 *
 * @param version of the release, or of the one that is being worked on
 * @param commit abbreviated id of the commit, with {@code +} behind it where files were changed; null where it was not built in a
 *     Git repository
 */
public record Build(String version, @Nullable String commit) {

    private static final String RESOURCE = "git.properties";

    /** This program. */
    public static Build here() {
        return Optional.ofNullable(Build.class.getPackage().getImplementationVersion())
                .map(version -> new Build(version, committed()))
                .orElseGet(() -> new Build("(not packaged)", committed()));
    }

    private static @Nullable String committed() {
        try (InputStream resource = Build.class.getResourceAsStream(RESOURCE)) {
            return resource == null ? null : commit(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static @Nullable String commit(InputStream resource) throws IOException {
        Properties git = new Properties();
        git.load(resource);
        String id = git.getProperty("git.commit.id.abbrev", "");
        if (id.isEmpty()) {
            return null;
        }
        return Boolean.parseBoolean(git.getProperty("git.dirty")) ? id + "+" : id;
    }

    /** Version and commit. */
    @Override
    public String toString() {
        return commit == null ? version : version + " (" + commit + ")";
    }
}
