package io.tailkeeper.flow.http;

import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.flow.FlowSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What callers have to show: in the header {@code Authorization: Bearer TOKEN}, or as the password of HTTP Basic under any
 * name, which a browser asks for and then sends with every request of the page, its events too.
 */
final class AccessToken {

    private static final Pattern TOKEN = Pattern.compile("\\p{Graph}+");
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    /** A digest, so that the time of a comparison tells nothing of the token, its length neither. */
    private final byte[] digest;

    AccessToken(String token) {
        if (!TOKEN.matcher(token).matches()) {
            throw new IllegalStateException(
                    "tailkeeper.http.token has blanks or characters that are not of ASCII, which no header"
                            + " carries; choose another one, for example by: openssl rand -hex 24");
        }
        digest = digest(token);
    }

    /**
     * The token of the settings; empty where none is set.
     *
     * @throws IllegalStateException when it is given twice, is empty, or is nothing that a header can carry
     * @throws UncheckedIOException when its file cannot be read
     */
    static Optional<AccessToken> of(FlowSettings.Http settings) {
        if (settings.token().isPresent() && settings.tokenFile().isPresent()) {
            throw new IllegalStateException(
                    "tailkeeper.http.token and tailkeeper.http.token-file are both set; leave one of them out");
        }
        return settings.token()
                .or(() -> settings.tokenFile().map(AccessToken::read))
                .map(AccessToken::new);
    }

    private static String read(Path file) {
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty()) {
                throw new IllegalStateException(
                        "tailkeeper.http.token-file " + file + " is empty; write the token into it");
            }
            return token;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "tailkeeper.http.token-file " + file + " cannot be read: " + e
                            + "; name a file that this user may read",
                    e);
        }
    }

    /** Whether a header {@code Authorization} shows it. */
    boolean isShownBy(@Nullable String authorization) {
        if (authorization == null) {
            return false;
        }
        String scheme = authorization.toLowerCase(Locale.ROOT);
        if (scheme.startsWith(BEARER)) {
            return isEqual(authorization.substring(BEARER.length()).strip());
        }
        return scheme.startsWith(BASIC)
                && isEqual(password(authorization.substring(BASIC.length()).strip()));
    }

    private static String password(String credentials) {
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return ""; // no token is empty
        }
    }

    private boolean isEqual(String shown) {
        byte[] other = digest(shown);
        int difference = 0;
        for (int at = 0; at < digest.length; at++) {
            difference |= digest[at] ^ other[at];
        }
        return difference == 0;
    }

    private static byte[] digest(String token) {
        return new Sha256().add(token).bytes();
    }
}
