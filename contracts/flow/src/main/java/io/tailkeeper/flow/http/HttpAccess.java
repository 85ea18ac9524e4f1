package io.tailkeeper.flow.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.tailkeeper.flow.FlowSettings;
import io.vertx.core.MultiMap;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses requests that name a host which is not known or do not show the token, and tells browsers what the pages may do; before
 * any other route.
 */
@ApplicationScoped
class HttpAccess {

    private static final int PRIORITY = 1_000;
    private static final int MISDIRECTED = 421;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;

    /** Programs know the first; the second is what a browser asks its user for. */
    private static final List<String> CHALLENGES =
            List.of("Bearer realm=\"tailkeeper\"", "Basic realm=\"tailkeeper\", charset=\"UTF-8\"");

    /** Everything a page needs comes from the service, nothing of it is written into the page, and nobody frames it. */
    private static final String CONTENT =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** In development Quarkus serves pages of its own there, which are not written for the rules of ours. */
    private static final String DEVELOPMENT = "/q/dev";

    /** The switch of a service that knows a provider of identities; it asks for the tokens of that. */
    private static final String OPEN_ID_CONNECT = "quarkus.oidc.tenant-enabled";

    private final KnownHosts known;
    private final Optional<AccessToken> token;
    private final boolean openMetrics;

    HttpAccess(
            FlowSettings settings, @ConfigProperty(name = OPEN_ID_CONNECT, defaultValue = "false") boolean provider) {
        known = new KnownHosts(settings.http().allowedHosts().orElse(List.of()));
        token = AccessToken.of(settings.http());
        openMetrics = settings.http().openMetrics();
        if (provider && token.isPresent()) {
            throw new IllegalStateException("tailkeeper.http.token and " + OPEN_ID_CONNECT
                    + " are both set, and a request has room for one token; leave one of them out");
        }
    }

    void open(@Observes Filters filters) {
        filters.register(this::pass, PRIORITY);
    }

    /** What the server itself refuses, a request without the Host header for one, comes to no filter. */
    void refuse(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(HttpAccess::refused);
    }

    private static void refused(RoutingContext context) {
        boolean byTheServer = context.failure() == null || context.failure() instanceof VertxException;
        if (context.statusCode() != BAD_REQUEST || !byTheServer) {
            context.next();
            return;
        }
        tell(context.response().headers());
        context.response()
                .setStatusCode(BAD_REQUEST)
                .putHeader("Content-Type", "text/plain; charset=UTF-8")
                .end(
                        "This is no HTTP request that can be answered: HTTP/1.1 wants one Host header and a path that begins"
                                + " with /.\n");
    }

    private void pass(RoutingContext context) {
        if (!context.normalizedPath().startsWith(DEVELOPMENT)) {
            tell(context.response().headers());
        }
        HostAndPort asked = context.request().authority();
        if (asked != null && known.contains(asked.host())) {
            if (isAllowed(context)) {
                context.next();
            } else {
                refuse(context.response());
            }
            return;
        }
        context.response()
                .setStatusCode(MISDIRECTED)
                .putHeader("Content-Type", "text/plain; charset=UTF-8")
                .end("This service is not known by the name in the Host header. To have it answered, add the name to"
                        + " tailkeeper.http.allowed-hosts.\n");
    }

    private boolean isAllowed(RoutingContext context) {
        return token.isEmpty()
                || isOpen(context.normalizedPath())
                || token.get().isShownBy(context.request().getHeader("Authorization"));
    }

    /** Probes have no token; whoever reads figures may have one. */
    private boolean isOpen(String path) {
        return path.equals("/q/health") || path.startsWith("/q/health/") || (openMetrics && path.equals("/q/metrics"));
    }

    private static void refuse(HttpServerResponse response) {
        response.setStatusCode(UNAUTHORIZED)
                .putHeader("WWW-Authenticate", CHALLENGES)
                .putHeader("Content-Type", "application/json; charset=UTF-8")
                .end(
                        "{\"error\":\"a token is asked for: send the header Authorization: Bearer TOKEN, or the token as the"
                                + " password of any user; it stands in tailkeeper.http.token of the service\"}");
    }

    private static void tell(MultiMap headers) {
        headers.set("Content-Security-Policy", CONTENT);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cache-Control", "no-cache"); // figures change, and so do pages with the next version
    }
}
