package dev.sluice.server.identity;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.server.factor.SecondFactors;
import dev.sluice.server.federation.Federation;
import dev.sluice.server.lifecycle.Export;
import dev.sluice.server.passkey.Passkeys;
import dev.sluice.server.sealing.SealingKeys;
import dev.sluice.server.session.SessionNotes;
import dev.sluice.server.session.SessionStore;
import dev.sluice.server.session.Sessions;
import dev.sluice.server.session.Visits;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.flywaydb.core.Flyway;

/** A deployment's schema in a database of its own, with a clock to turn and epochs to look at. */
public final class TestDeployment implements AutoCloseable {
    public static final TenantId TENANT = new TenantId("main");
    public static final TenantId OTHER = new TenantId("other");

    public static final Proof PROOF =
            new Proof(Methods.PASSWORD, Instant.parse("2026-03-01T12:00:00Z"));

    private static final AtomicInteger NUMBER = new AtomicInteger();

    public final HikariDataSource source;
    public final TurnableClock clock = new TurnableClock();
    public final TenantSchemas schemas = new Schemas();
    public final Ledger ledger;
    public final Accounts accounts;
    public final Members members;
    public final Clients clients;
    public final Tokens tokens;
    public final SigningKeys keys;
    public final SetupLinks links;
    public final Grants grants;
    public final Exchanges exchanges;
    public final DeviceRequests devices;
    public final PushedRequests pushed;
    public final Consents consents;
    public final Registrations registrations;
    public final SessionStore sessions;
    public final Invitations invitations;
    public final Federation federation;
    public final Passkeys passkeys;
    public final SecondFactors factors;
    public final Export export;
    public final Erasure erasure;

    public TestDeployment() {
        this(Set.of());
    }

    /**
     * @param issuers origins of identity providers on this machine
     */
    public TestDeployment(Set<String> issuers) {
        source = database();
        Flyway.configure()
                .dataSource(source)
                .schemas("sluice")
                .locations("classpath:db/deployment")
                .load()
                .migrate();
        execute(
                "insert into tenants (id, login_role, sealed_password)"
                        + " values ('main', 'a', '\\x00'), ('other', 'b', '\\x00')");
        schema(TENANT);
        schema(OTHER);
        ledger = new Ledger(schemas);
        accounts = new Accounts(source, ledger, clock);
        members = new Members(source, ledger, clock);
        clients = new Clients(source, ledger, clock);
        tokens = new Tokens(source, ledger, clock);
        keys = new SigningKeys(source, new AesSealer(), tokens, ledger, clock);
        links = new SetupLinks(source, accounts, ledger, clock);
        grants = new Grants(source, ledger, clock);
        exchanges = new Exchanges(source, ledger, clock);
        devices = new DeviceRequests(source, grants, ledger, clock);
        pushed = new PushedRequests(source, clock);
        consents = new Consents(source);
        registrations = new Registrations(source, ledger, clock);
        sessions =
                new SessionStore(
                        new Sessions(source, ledger, clock),
                        new Visits(source, clock),
                        new SessionNotes(source, new AesSealer(), clock));
        invitations = new Invitations(source, accounts, ledger, clock);
        federation =
                new Federation(
                        source,
                        new AesSealer(),
                        new Federation.People(accounts, members, invitations, ledger),
                        issuers,
                        clock);
        passkeys = new Passkeys(source, ledger, clock);
        export = new Export(source, schemas, ledger);
        erasure = new Erasure(source, schemas, ledger, clock);
        factors =
                SecondFactors.of(source, new AesSealer(), grants, ledger, passkeys::present, clock);
    }

    public long epoch(TenantId tenant, String name) {
        return new Database(source)
                .first(
                        "select version from tenant_" + tenant + ".warehouse_epochs where name = ?",
                        row -> row.getLong("version"),
                        name)
                .orElse(0L);
    }

    /** What the tenant's log says was done, oldest first. */
    public List<String> actions(TenantId tenant) {
        return new Database(source)
                .list(
                        "select action from tenant_" + tenant + ".audit_log order by at",
                        row -> row.getString("action"));
    }

    private void schema(TenantId tenant) {
        String role = "sluice_tenant_" + tenant;
        execute(
                "do $$ begin create role %s; exception when duplicate_object then null; end $$"
                        .formatted(role));
        Flyway.configure()
                .dataSource(source)
                .schemas("tenant_" + tenant)
                .locations("classpath:db/tenant")
                .placeholders(Map.of("tenant_role", role))
                .load()
                .migrate();
    }

    private static final class Schemas implements TenantSchemas {
        @Override
        public String of(TenantId tenant) {
            return "tenant_" + tenant;
        }

        @Override
        public void forget(TenantId tenant, String epoch) {
            // Nothing is remembered here.
        }
    }

    /** The keys as another node of the same deployment sees them. */
    public SigningKeys node() {
        return new SigningKeys(source, new AesSealer(), tokens, ledger, clock);
    }

    /** The key that credentials are sealed to, as one node sees it. */
    public SealingKeys sealingKeys() {
        return new SealingKeys(source, new AesSealer(), ledger, clock);
    }

    public static Secret secret(String text) {
        return Secret.takingOver(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String text(Secret secret) {
        try (secret) {
            return new String(secret.reveal(), StandardCharsets.UTF_8);
        }
    }

    public void execute(String sql) {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything in the table as one text, as a dump would show it. */
    public String dump(String table) {
        return dump(table, "true");
    }

    /** The rows of the table that the condition holds for. */
    public String dump(String table, String condition) {
        return new Database(source)
                .list(
                        "select t::text as line from " + table + " t where " + condition,
                        row -> row.getString("line"))
                .toString();
    }

    @Override
    public void close() {
        source.close();
    }

    private static HikariDataSource database() {
        String name = "t" + NUMBER.incrementAndGet();
        EmbeddedPostgres server = Server.POSTGRES;
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", name) + "&currentSchema=sluice");
        config.setMaximumPoolSize(4);
        return new HikariDataSource(config);
    }

    /** One server for all tests of the process, started when the first asks for it. */
    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A clock that stands still until it is turned. */
    public static final class TurnableClock implements InstantSource {
        private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        public void turn(Duration by) {
            now = now.plus(by);
        }
    }

    private static final class AesSealer implements Sealer {
        private static final byte[] KEY = new byte[16];

        @Override
        public byte[] seal(String row, Secret plain) {
            return crypt(Cipher.ENCRYPT_MODE, row, plain.reveal());
        }

        @Override
        public Secret open(String row, byte[] sealed) {
            return Secret.takingOver(crypt(Cipher.DECRYPT_MODE, row, sealed));
        }

        private static byte[] crypt(int mode, String row, byte[] bytes) {
            try {
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                byte[] nonce = Arrays.copyOf(ByteBuffer.allocate(4).putInt(7).array(), 12);
                cipher.init(mode, new SecretKeySpec(KEY, "AES"), new GCMParameterSpec(128, nonce));
                cipher.updateAAD(row.getBytes(StandardCharsets.UTF_8));
                return cipher.doFinal(bytes);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
