package dev.sluice.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.document.Fetched.Document;
import dev.sluice.server.document.Fetched.Failed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentFetchTest {
    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket site;
    private volatile String answer = "";
    private volatile boolean hangs;

    @BeforeEach
    void start() throws IOException {
        site = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void stop() throws IOException {
        site.close();
    }

    private void serve() {
        while (!site.isClosed()) {
            try {
                Socket socket = site.accept();
                connections.incrementAndGet();
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
                if (!hangs) {
                    socket.shutdownOutput();
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private URI uri(String host) {
        return URI.create("http://" + host + ":" + site.getLocalPort() + "/client.json");
    }

    private Fetched get(String text) {
        answer = text.replace("|", "\r\n");
        return new DocumentFetch(AddressRule.PUBLIC_AND_LOOPBACK).get(uri("127.0.0.1"));
    }

    private static DocumentFetch resolving(AddressRule rule, String... addresses) {
        return new DocumentFetch(
                rule,
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                _ -> {
                    InetAddress[] resolved = new InetAddress[addresses.length];
                    for (int i = 0; i < resolved.length; i++) {
                        resolved[i] = InetAddress.ofLiteral(addresses[i]);
                    }
                    return resolved;
                });
    }

    /** The bars stand for the ends of lines. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK|Content-Type: application/json|Content-Length: 2||{}ignored",
                "HTTP/1.1 200 OK|content-type: application/json; charset=utf-8"
                        + "|Transfer-Encoding: chunked||1|{|1|}|0||",
                "HTTP/1.0 200 OK|Content-Type: application/json||{}"
            })
    void readsADocumentInAnyFraming(String text) {
        assertThat(get(text)).isEqualTo(new Document(200, "{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "HTTP/1.1 302 Found|Location: http://169.254.169.254/||",
                "HTTP/1.1 404 Not Found|Content-Type: application/json||{}",
                "HTTP/1.1 200 OK|Content-Type: text/html||{}",
                "HTTP/1.1 200 OK||{}",
                "HTTP/1.1 200 OK|Content-Type: application/json|Content-Encoding: gzip||{}",
                "HTTP/1.1 200 OK|Content-Type: application/json|Content-Length: 9||{}",
                "HTTP/1.1 200 OK|Content-Type: application/json|Content-Length: -1||{}",
                "HTTP/1.1 200 OK|Content-Type: application/json|Transfer-Encoding: x||{}",
                "HTTP/1.1 200 OK|Content-Type: application/json|Transfer-Encoding:"
                        + " chunked||fffffff|"
            })
    void refusesWhatIsNoDocument(String text) {
        assertThat(get(text)).isInstanceOf(Failed.class);
    }

    @Test
    void refusesADocumentThatIsTooLargeHoweverItIsSent() {
        String head = "HTTP/1.1 200 OK|Content-Type: application/json|";
        assertThat(get(head + "|" + "x".repeat(70_000))).isInstanceOf(Failed.class);
        assertThat(get(head + "Content-Length: 70000||" + "x".repeat(70_000)))
                .isInstanceOf(Failed.class);
        String chunk = "8000|" + "x".repeat(0x8000) + "|";
        assertThat(get(head + "Transfer-Encoding: chunked||" + chunk.repeat(3) + "0||"))
                .isInstanceOf(Failed.class);
        assertThat(get("HTTP/1.1 200 " + "x".repeat(20_000))).isInstanceOf(Failed.class);
        assertThat(get(head + "X: y|".repeat(200) + "|{}")).isInstanceOf(Failed.class);
    }

    @Test
    void doesNotWaitForever() {
        hangs = true;
        long before = System.nanoTime();
        assertThat(get("HTTP/1.1 200 OK|")).isInstanceOf(Failed.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void connectsToNothingPrivateWhateverTheNameSays() {
        String name = "docs.example.org";
        for (String address : new String[] {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1"}) {
            assertThat(resolving(AddressRule.PUBLIC, address).get(uri(name)))
                    .isInstanceOf(Failed.class);
        }
        assertThat(resolving(AddressRule.PUBLIC, "8.8.8.8", "127.0.0.1").get(uri(name)))
                .as("one private address among public ones")
                .isInstanceOf(Failed.class);
        assertThat(connections).hasValue(0);
    }

    @Test
    void doesNotTellWhatThereIsInOurNetwork() {
        Fetched hidden = resolving(AddressRule.PUBLIC, "10.0.0.1").get(uri("intranet.example.org"));
        DocumentFetch unresolved =
                new DocumentFetch(
                        AddressRule.PUBLIC,
                        (SSLSocketFactory) SSLSocketFactory.getDefault(),
                        host -> {
                            throw new java.net.UnknownHostException(host);
                        });
        assertThat(unresolved.get(uri("nowhere.example.org"))).isEqualTo(hidden);
        hangs = true;
        assertThat(get("HTTP/1.1 200 OK|")).isEqualTo(hidden);
    }

    @Test
    void asksForAnAddressOnce() {
        AtomicInteger asked = new AtomicInteger();
        answer = String.join("\r\n", "HTTP/1.1 200 OK", "Content-Type: application/json", "", "{}");
        DocumentFetch fetch =
                new DocumentFetch(
                        AddressRule.PUBLIC_AND_LOOPBACK,
                        (SSLSocketFactory) SSLSocketFactory.getDefault(),
                        _ ->
                                asked.incrementAndGet() == 1
                                        ? new InetAddress[] {InetAddress.getLoopbackAddress()}
                                        : new InetAddress[] {InetAddress.ofLiteral("10.0.0.1")});
        assertThat(fetch.get(uri("docs.example.org"))).isEqualTo(new Document(200, "{}"));
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://docs.example.org/client.json",
                "https://docs.example.org:8443/client.json",
                "https://docs.example.org:22/client.json",
                "ftp://docs.example.org/client.json",
                "https:client.json"
            })
    void takesPlainHttpsAddressesOnly(String address) {
        assertThat(new DocumentFetch(AddressRule.PUBLIC).takes(URI.create(address))).isFalse();
        assertThat(
                        new DocumentFetch(AddressRule.PUBLIC)
                                .takes(URI.create("https://docs.example.org/client.json")))
                .isTrue();
    }
}
