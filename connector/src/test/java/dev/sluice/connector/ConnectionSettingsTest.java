package dev.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionSettingsTest {
    private static ConnectionSettings settings(
            String host, int port, String database, String user, TlsMode tls, boolean plain) {
        return new ConnectionSettings(
                "postgresql",
                host,
                port,
                database,
                user,
                new TlsSettings(tls, null, null, plain),
                ConnectionMode.SINGLE_USE,
                AuthMethod.PASSWORD,
                null,
                Map.of());
    }

    private static ConnectionSettings host(String host) {
        return settings(host, 5432, "d", "u", TlsMode.VERIFY_FULL, false);
    }

    private static void assertRefused(Runnable making, String argument) {
        assertThatThrownBy(making::run)
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ReasonCode.INVALID_ARGUMENT);
                            assertThat(e.details()).containsEntry("argument", argument);
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.example.org",
                "db_1.internal.",
                "10.0.0.7",
                "2001:db8::1",
                "::ffff:10.0.0.1",
                "a-b.c"
            })
    void acceptsAHost(String host) {
        assertThat(host(host).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "host:5432",
                "a,b",
                "[::1]",
                "host/db",
                "host?ssl=false",
                "host&user=postgres",
                "host;x",
                "/var/run/postgresql",
                "host%00",
                "h\u0000",
                "h\n",
                "höst",
                "-x",
                "a..b",
                "fe80::1%eth0",
                "${jndi:x}"
            })
    void refusesWhatIsNoHost(String host) {
        assertRefused(() -> host(host), "host");
    }

    @Test
    void refusesALongHost() {
        assertRefused(() -> host("a".repeat(254)), "host");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536, Integer.MAX_VALUE})
    void refusesAPortOutOfRange(int port) {
        assertRefused(() -> settings("h", port, "d", "u", TlsMode.REQUIRE, false), "port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb"})
    void refusesNamesWithControlCharacters(String name) {
        assertRefused(() -> settings("h", 1, name, "u", TlsMode.REQUIRE, false), "database");
        assertRefused(() -> settings("h", 1, "d", name, TlsMode.REQUIRE, false), "user");
    }

    @Test
    void refusesNamesThatAreMissing() {
        assertRefused(() -> settings("h", 1, "", "u", TlsMode.REQUIRE, false), "database");
        ConnectionSettings withoutUser = settings("h", 1, "d", "", TlsMode.REQUIRE, false);
        assertRefused(() -> Connectors.check(withoutUser), "user");
        ConnectionSettings withoutHost = settings("", 0, "d", "u", TlsMode.REQUIRE, false);
        assertRefused(() -> Connectors.check(withoutHost), "host");
    }

    @Test
    void refusesWhatAnEngineDoesNotHave() {
        ConnectionSettings fits = settings("h", 1, "d", "u", TlsMode.REQUIRE, false);
        assertThat(Connectors.check(fits).type()).isEqualTo("postgresql");
        assertRefused(() -> Connectors.check(fits.with(AuthMethod.SERVICE_ACCOUNT)), "auth");
        assertRefused(() -> Connectors.check(fits.with(Map.of("warehouse", "w"))), "warehouse");
        assertRefused(() -> fits.with(Map.of("Ware house", "w")), "options");
        assertRefused(() -> fits.with(Map.of("warehouse", "a\nb")), "warehouse");
    }

    @Test
    void refusesLongNamesAndTakesAnythingElse() {
        assertRefused(
                () -> settings("h", 1, "ä".repeat(2049), "u", TlsMode.REQUIRE, false), "database");
        assertThat(settings("h", 1, "d?ssl=false&x", "o'neil \"x\"", TlsMode.REQUIRE, false).user())
                .isEqualTo("o'neil \"x\"");
    }

    @Test
    void refusesClearTextOverANetworkUnlessAccepted() {
        for (TlsMode mode : new TlsMode[] {TlsMode.DISABLE, TlsMode.PREFER}) {
            assertRefused(() -> settings("db.example.org", 1, "d", "u", mode, false), "tls");
            assertRefused(() -> settings("localhost.example.org", 1, "d", "u", mode, false), "tls");
            assertRefused(() -> settings("127.0.0.1.nip.io", 1, "d", "u", mode, false), "tls");
            assertThat(settings("db.example.org", 1, "d", "u", mode, true).tls().mode())
                    .isEqualTo(mode);
            assertThat(settings("localhost", 1, "d", "u", mode, false).tls().mode())
                    .isEqualTo(mode);
            assertThat(settings("127.8.0.1", 1, "d", "u", mode, false).tls().mode())
                    .isEqualTo(mode);
            assertThat(settings("::1", 1, "d", "u", mode, false).tls().mode()).isEqualTo(mode);
        }
    }

    @Test
    void refusesAHugeCa() {
        assertRefused(
                () ->
                        TlsSettings.of(TlsMode.REQUIRE)
                                .withCa("x".repeat(TlsSettings.CA_PEM_CHARACTERS_MAX + 1)),
                "ca");
    }

    @Test
    void readsTheSpellingsOfSettings() {
        assertThat(TlsMode.of("verify-full")).isEqualTo(TlsMode.VERIFY_FULL);
        assertThat(ConnectionMode.of("single-use")).isEqualTo(ConnectionMode.SINGLE_USE);
        assertThatThrownBy(() -> TlsMode.of("VERIFY_FULL")).isInstanceOf(SluiceException.class);
        assertThatThrownBy(() -> ConnectionMode.of("")).isInstanceOf(SluiceException.class);
        assertThatThrownBy(() -> Connectors.of("oracle")).isInstanceOf(SluiceException.class);
        assertThat(Connectors.of("postgresql").defaultPort()).isEqualTo(5432);
    }
}
