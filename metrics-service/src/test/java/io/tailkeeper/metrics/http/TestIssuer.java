package io.tailkeeper.metrics.http;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** A provider of OpenID Connect on loopback: its discovery document, its key, and tokens that it and others signed. */
public final class TestIssuer implements QuarkusTestResourceLifecycleManager {

    /** Whom the tokens are for. */
    static final String AUDIENCE = "tailkeeper";

    private static final String KEY_ID = "key-of-the-test";
    private static final KeyPair KEYS = keys();
    private static final KeyPair OTHERS = keys();
    private static volatile String address = "";

    private HttpServer server;

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token that is accepted. */
    static String token() {
        return token(KEYS, address, AUDIENCE, Duration.ofMinutes(5));
    }

    /** One whose time is over. */
    static String expired() {
        return token(KEYS, address, AUDIENCE, Duration.ofMinutes(-5));
    }

    /** One for somebody else. */
    static String forAnother() {
        return token(KEYS, address, "another", Duration.ofMinutes(5));
    }

    /** One that another issuer made. */
    static String ofAnother() {
        return token(KEYS, "http://127.0.0.1:1", AUDIENCE, Duration.ofMinutes(5));
    }

    /** One whose signature is that of another key. */
    static String forged() {
        return token(OTHERS, address, AUDIENCE, Duration.ofMinutes(5));
    }

    private static String token(KeyPair keys, String issuer, String audience, Duration life) {
        Instant end = Instant.now().plus(life);
        return Jwt.issuer(issuer)
                .subject("somebody")
                .audience(audience)
                .issuedAt(end.minus(Duration.ofHours(1)))
                .expiresAt(end)
                .jws()
                .keyId(KEY_ID)
                .sign(keys.getPrivate());
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        address = "http://127.0.0.1:" + server.getAddress().getPort();
        RSAPublicKey key = (RSAPublicKey) KEYS.getPublic();
        answer(
                "/jwks",
                """
                {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "%s", "n": "%s", "e": "%s"}]}"""
                        .formatted(KEY_ID, number(key.getModulus()), number(key.getPublicExponent())));
        answer(
                "/.well-known/openid-configuration",
                """
                {"issuer": "%1$s", "jwks_uri": "%1$s/jwks", "authorization_endpoint": "%1$s/authorize",
                 "token_endpoint": "%1$s/token", "subject_types_supported": ["public"],
                 "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256"]}"""
                        .formatted(address));
        server.start();
        return Map.of(
                "quarkus.oidc.tenant-enabled", "true",
                "quarkus.oidc.auth-server-url", address,
                "quarkus.oidc.token.audience", AUDIENCE);
    }

    private void answer(String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
    }

    /** As a JSON Web Key has it: without a byte for the sign. */
    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    @Override
    public void stop() {
        server.stop(0);
    }
}
