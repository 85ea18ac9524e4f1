package io.tailkeeper.local.follow;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The token that an installation asks for: {@code TAILKEEPER_API_TOKEN} of the environment, else the one that services of this
 * machine are given, {@code TAILKEEPER_HTTP_TOKEN}. It is no option, as everybody sees the arguments of a process.
 */
public final class ApiToken {

    /** The environment variable. */
    public static final String VARIABLE = "TAILKEEPER_API_TOKEN";

    private ApiToken() {}

    /** A request that shows the token, if there is one. */
    public static HttpRequest.Builder request(URI uri) {
        return request(uri, System.getenv());
    }

    static HttpRequest.Builder request(URI uri, Map<String, String> environment) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        Stream.of(VARIABLE, "TAILKEEPER_HTTP_TOKEN")
                .map(name -> environment.getOrDefault(name, "").strip())
                .filter(token -> !token.isEmpty())
                .findFirst()
                .ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request;
    }
}
