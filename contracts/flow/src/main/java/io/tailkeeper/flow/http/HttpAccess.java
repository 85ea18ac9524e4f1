package io.tailkeeper.flow.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.tailkeeper.flow.FlowSettings;
import io.vertx.core.MultiMap;
import io.vertx.core.VertxException;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Refuses requests that name a host which is not known, and tells browsers what the pages may do; before any other route. */
@ApplicationScoped
class HttpAccess {

    private static final int PRIORITY = 1_000;
    private static final int MISDIRECTED = 421;
    private static final int BAD_REQUEST = 400;

    /** Everything a page needs comes from the service, nothing of it is written into the page, and nobody frames it. */
    private static final String CONTENT =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** In development Quarkus serves pages of its own there, which are not written for the rules of ours. */
    private static final String DEVELOPMENT = "/q/dev";

    private final KnownHosts known;

    HttpAccess(FlowSettings settings) {
        known = new KnownHosts(settings.http().allowedHosts().orElse(List.of()));
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
            context.next();
            return;
        }
        context.response()
                .setStatusCode(MISDIRECTED)
                .putHeader("Content-Type", "text/plain; charset=UTF-8")
                .end("This service is not known by the name in the Host header. To have it answered, add the name to"
                        + " tailkeeper.http.allowed-hosts.\n");
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
