package dev.sluice.server.passkey;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Lets a page run our one script, which talks to the authenticator; all other pages run none.
 *
 * @param policy the content security policy of such a page
 */
public record PageScript(String policy) {
    void allow(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", policy);
    }
}
