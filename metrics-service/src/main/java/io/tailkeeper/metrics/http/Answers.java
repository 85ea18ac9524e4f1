package io.tailkeeper.metrics.http;

import io.tailkeeper.metrics.redis.NotCaughtUpException;
import io.tailkeeper.metrics.redis.calls.RedisAwayException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers to what cannot be answered: JSON with a field {@code error}. */
class Answers {

    private static final int RETRY_AFTER_SECONDS = 1;

    @ServerExceptionMapper
    RestResponse<Object> unknown(UnknownException failure) {
        return error(Response.Status.NOT_FOUND, String.valueOf(failure.getMessage()));
    }

    @ServerExceptionMapper({NotCaughtUpException.class, RedisAwayException.class})
    RestResponse<Object> later(RuntimeException failure) {
        return builder(Response.Status.SERVICE_UNAVAILABLE, String.valueOf(failure.getMessage()))
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    static RestResponse<Object> error(Response.Status status, String reason) {
        return builder(status, reason).build();
    }

    /** What is wrong with what was sent, and the path of the setting where that is; empty where it is no setting. */
    static RestResponse<Object> fault(String reason, String path) {
        return RestResponse.ResponseBuilder.<Object>create(
                        Response.Status.BAD_REQUEST, Map.of("error", reason, "path", path))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private static RestResponse.ResponseBuilder<Object> builder(Response.Status status, String reason) {
        return RestResponse.ResponseBuilder.<Object>create(status, Map.of("error", reason))
                .type(MediaType.APPLICATION_JSON_TYPE);
    }
}
