package dev.sluice.server.signin;

import dev.sluice.core.Secret;
import dev.sluice.server.access.PublicUrl;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The cookies by which a browser is known again. They are sent along when another site leads here
 * ({@code SameSite=Lax}), as programs that ask for access and identity providers do, and never with
 * a form of another site.
 */
public final class Cookies {
    static final String SESSION = "session";
    static final String VISIT = "visit";

    private final PublicUrl url;

    public Cookies(PublicUrl url) {
        this.url = url;
    }

    /**
     * With the prefix that keeps other hosts of the domain from setting it, where TLS allows it.
     */
    public String name(String purpose) {
        return (url.https() ? "__Host-sluice_" : "sluice_") + purpose;
    }

    /** The value sent under this name, if it is sent once. */
    Optional<String> read(HttpServletRequest request, String purpose) {
        Cookie[] all = request.getCookies();
        List<String> values =
                all == null
                        ? List.of()
                        : Arrays.stream(all)
                                .filter(cookie -> cookie.getName().equals(name(purpose)))
                                .map(Cookie::getValue)
                                .toList();
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    void write(HttpServletResponse response, String purpose, Secret value) {
        response.addCookie(cookie(purpose, new String(value.reveal(), StandardCharsets.US_ASCII)));
    }

    void delete(HttpServletResponse response, String purpose) {
        Cookie cookie = cookie(purpose, "");
        cookie.setMaxAge(0);
        response.addCookie(cookie);
    }

    /** Without an age: the browser drops it when it is closed, the store earlier. */
    private Cookie cookie(String purpose, String value) {
        Cookie cookie = new Cookie(name(purpose), value);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(url.https());
        cookie.setAttribute("SameSite", "Lax");
        return cookie;
    }
}
