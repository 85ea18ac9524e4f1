package io.tailkeeper.metrics.http;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * The headers that tell where a request comes from, and what it carries.
 *
 * <p>A browser shows the token of its user with whatever request any page makes it send. So a request that changes something is taken
 * as JSON alone, and from a page only where it is a page of this service. Programs name no origin, and are not asked for one.
 *
 * @param site how far the page that asks is away, by the browser; null where it says nothing
 * @param origin of the page that asks; null where none does
 * @param host that is asked
 * @param type of the content; null where the request names none
 */
record RequestSource(
        @HeaderParam("Sec-Fetch-Site") @Nullable String site,
        @HeaderParam("Origin") @Nullable String origin,
        @HeaderParam(HttpHeaders.HOST) @Nullable String host,
        @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type) {

    /** The answer to a request that may change nothing; empty where it may. */
    Optional<RestResponse<Object>> refusal() {
        if (!isOwn()) {
            return Optional.of(
                    Answers.error(Status.FORBIDDEN, "a page of another origin asks; only a page of this service may"));
        }
        return type == null
                ? Optional.of(
                        Answers.error(Status.UNSUPPORTED_MEDIA_TYPE, "send the header Content-Type: application/json"))
                : Optional.empty();
    }

    /** Whether it is no page that asks, or one of this service. */
    private boolean isOwn() {
        return (site == null || site.equals("same-origin")) && (origin == null || isHost(origin));
    }

    private boolean isHost(String asking) {
        try {
            String authority = URI.create(asking).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
