package dev.sluice.systemtests.clients;

import dev.sluice.core.Secret;
import dev.sluice.systemtests.mcp.ProductServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Somebody with an account and a browser: reads our pages, fills in their forms, and goes where
 * they lead.
 */
final class Person implements AutoCloseable {
    private static final String PASSWORD = "four words make one";
    private static final int STEPS_MAX = 10;
    private static final Pattern FORM =
            Pattern.compile("<form method=\"post\"(?: action=\"([^\"]*)\")?");
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern CONTINUE = Pattern.compile("name=\"continue\" value=\"([^\"]+)\"");
    private static final Pattern REFRESH =
            Pattern.compile("http-equiv=\"refresh\" content=\"0;url=([^\"]+)\"");

    private final String email;
    private final URI server;
    private final HttpClient browser =
            HttpClient.newBuilder()
                    .cookieHandler(new CookieManager())
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    private Person(String email, URI server) {
        this.email = email;
        this.server = server;
    }

    /** An owner of the shop's tenant, who may ask the shop what its agent may. */
    static Person inTheShop(ProductServer product, String email) {
        try (Secret password = Secret.takingOver(PASSWORD.toCharArray())) {
            product.demo()
                    .server()
                    .deployment()
                    .identity()
                    .accounts()
                    .createOwner(product.demo().tenant().id(), email, password);
        }
        product.letAsk(email);
        return new Person(email, URI.create(product.url()));
    }

    /**
     * Opens the address that a program showed, signs in where asked to, and allows what is asked.
     *
     * @return where the browser is sent when it leaves the server
     */
    URI allow(String address) {
        URI at = URI.create(address);
        for (int step = 0; step < STEPS_MAX; step++) {
            if (!isOurs(at)) {
                return at;
            }
            at = next(at, read(at));
        }
        throw new AssertionError("it leads around in circles, and to " + at);
    }

    /** Opens a page that is not ours, which is the program's own, waiting for its answer. */
    String open(URI page) {
        return send(HttpRequest.newBuilder(page)).body();
    }

    /** Types the code at the address that the program showed, and lets it in. */
    String letIn(String address, String code) {
        URI at = URI.create(address);
        HttpResponse<String> page = read(at);
        for (int step = 0; !page.body().contains("id=\"user_code\""); step++) {
            if (step == STEPS_MAX) {
                throw new AssertionError("no place for the code on " + at + ": " + page.body());
            }
            at = next(at, page);
            page = read(at);
        }
        HttpResponse<String> asked = press(at, page, Map.of("user_code", code));
        return press(at, asked, Map.of("user_code", code, "decision", "allow")).body();
    }

    /** Signs in on the way to the account's page, and opens one of the person's own from there. */
    HttpResponse<String> openOwn(String path) {
        URI at = server.resolve("/account");
        HttpResponse<String> page = read(at);
        for (int step = 0; !page.body().contains("<h1>Your account</h1>"); step++) {
            if (step == STEPS_MAX) {
                throw new AssertionError("not the account's page: " + at + ": " + page.body());
            }
            at = page.statusCode() / 100 == 3 ? at.resolve(location(page)) : next(at, page);
            page = read(at);
        }
        return read(server.resolve(path));
    }

    private static String location(HttpResponse<String> page) {
        return page.headers().firstValue("Location").orElseThrow();
    }

    private boolean isOurs(URI address) {
        return server.getScheme().equals(address.getScheme())
                && server.getAuthority().equals(address.getAuthority());
    }

    private URI next(URI at, HttpResponse<String> page) {
        HttpResponse<String> answer = page;
        if (page.statusCode() == 200) {
            Matcher refresh = REFRESH.matcher(page.body());
            if (refresh.find()) {
                return at.resolve(unescaped(refresh.group(1)));
            }
            answer =
                    page.body().contains("name=\"password\"")
                            ? press(at, page, credentials(page))
                            : press(at, page, Map.of("decision", "allow"));
        }
        String location =
                answer.headers()
                        .firstValue("Location")
                        .orElseThrow(() -> new AssertionError(at + " is no way on: " + page));
        return at.resolve(location);
    }

    private Map<String, String> credentials(HttpResponse<String> page) {
        Map<String, String> fields = new HashMap<>(Map.of("email", email, "password", PASSWORD));
        Matcher on = CONTINUE.matcher(page.body());
        if (on.find()) {
            fields.put("continue", unescaped(on.group(1)));
        }
        return fields;
    }

    private HttpResponse<String> read(URI page) {
        return send(HttpRequest.newBuilder(page));
    }

    private HttpResponse<String> press(
            URI at, HttpResponse<String> page, Map<String, String> fields) {
        Matcher form = FORM.matcher(page.body());
        Matcher token = CSRF.matcher(page.body());
        if (!form.find() || !token.find()) {
            throw new AssertionError("no form on " + at + ": " + page.body());
        }
        Map<String, String> all = new HashMap<>(fields);
        all.put("_csrf", unescaped(token.group(1)));
        URI action = form.group(1) == null ? at : at.resolve(unescaped(form.group(1)));
        return send(
                HttpRequest.newBuilder(action)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(encoded(all))));
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field ->
                        field.getKey()
                                + "="
                                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String unescaped(String html) {
        return html.replace("&amp;", "&");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        browser.shutdownNow();
    }
}
