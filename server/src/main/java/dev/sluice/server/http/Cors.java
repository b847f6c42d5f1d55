package dev.sluice.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of other origins read answers (the Fetch standard, section 3.2). What clients need to
 * find us and to get tokens is open to every origin: nothing there depends on who the browser's
 * user is. The MCP endpoint is open to the allowed origins. Nothing is open with cookies, and
 * everything else is not open at all.
 */
final class Cors {
    private static final Set<String> OPEN =
            Set.of(
                    "/.well-known/oauth-protected-resource",
                    "/.well-known/oauth-protected-resource/api/mcp",
                    "/.well-known/oauth-authorization-server",
                    "/oauth2/jwks",
                    "/oauth2/token",
                    "/oauth2/revoke",
                    "/oauth2/register");
    private static final Set<String> MCP = Set.of("/api/mcp", "/mcp");
    private static final String METHODS = "GET, POST";

    private static final List<String> REQUEST_HEADERS =
            List.of(
                    "accept",
                    "authorization",
                    "content-type",
                    "last-event-id",
                    "mcp-method",
                    "mcp-name",
                    "mcp-protocol-version",
                    "mcp-session-id");

    /** Headers that repeat an argument of a tool; their names are the tool's. */
    private static final String ARGUMENT = "mcp-param-";

    private static final int ARGUMENTS_MAX = 50;
    private static final String ANSWER_HEADERS = "WWW-Authenticate, Retry-After, X-Request-Id";
    private static final String SECONDS = "3600";

    private final AllowedHosts hosts;

    Cors(AllowedHosts hosts) {
        this.hosts = hosts;
    }

    /**
     * Adds what the browser wants to see.
     *
     * @return whether the request is a preflight, and was answered
     */
    boolean answers(Request request, Response response) {
        String path = Request.getPathInContext(request);
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        boolean mcp = MCP.contains(path);
        if (!mcp && !OPEN.contains(path)) {
            return false;
        }
        HttpFields.Mutable headers = response.getHeaders();
        if (mcp) {
            headers.add(HttpHeader.VARY, "Origin");
        }
        if (origin == null || (mcp && !isAllowed(request, origin))) {
            return false;
        }
        headers.put("Access-Control-Allow-Origin", mcp ? origin : "*");
        headers.put("Access-Control-Expose-Headers", ANSWER_HEADERS);
        if (!isPreflight(request)) {
            return false;
        }
        headers.put("Access-Control-Allow-Methods", METHODS);
        headers.put(
                "Access-Control-Allow-Headers",
                allowed(request.getHeaders().get("Access-Control-Request-Headers")));
        headers.put("Access-Control-Max-Age", SECONDS);
        response.setStatus(HttpStatus.NO_CONTENT_204);
        return true;
    }

    /** Of several origins nobody can say which one asks. */
    private boolean isAllowed(Request request, String origin) {
        return request.getHeaders().getValuesList(HttpHeader.ORIGIN).size() == 1
                && hosts.allowsOrigin(origin, Request.getLocalPort(request));
    }

    private static boolean isPreflight(Request request) {
        return HttpMethod.OPTIONS.is(request.getMethod())
                && request.getHeaders().contains("Access-Control-Request-Method");
    }

    private static String allowed(@Nullable String asked) {
        String names = asked == null ? "" : asked.toLowerCase(Locale.ROOT);
        List<String> arguments =
                List.of(names.split(",", ARGUMENTS_MAX)).stream()
                        .map(String::strip)
                        .filter(name -> name.matches(ARGUMENT + "[a-z0-9_.-]{1,128}"))
                        .toList();
        return Stream.concat(REQUEST_HEADERS.stream(), arguments.stream())
                .collect(Collectors.joining(", "));
    }
}
