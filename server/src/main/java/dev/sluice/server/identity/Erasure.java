package dev.sluice.server.identity;

import dev.sluice.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * Removes a person: the account with everything that hangs on it, and the person's words from the
 * logs. Rows of logs, their receipts and their places in the chain stay; the account's id in them
 * leads nowhere any more.
 */
public final class Erasure {
    /** Requests that were under way have long written what they write by then. */
    static final Duration WATCHED = Duration.ofDays(1);

    private final Database database;
    private final TenantSchemas schemas;
    private final Ledger ledger;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public Erasure(DataSource source, TenantSchemas schemas, Ledger ledger, InstantSource clock) {
        this.database = new Database(source);
        this.schemas = schemas;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Erases the account: its sessions and tokens are refused from the commit on.
     *
     * @return false when the tenant has no such account
     * @throws dev.sluice.core.SluiceException {@code LAST_OWNER}
     */
    public boolean erase(TenantId tenant, UUID account, Actor by) {
        return erase(tenant, account, by, _ -> true);
    }

    /**
     * The same, by somebody who administers the holders of some roles only.
     *
     * @throws dev.sluice.core.SluiceException also {@code ROLE_FORBIDDEN}
     */
    public boolean erase(TenantId tenant, UUID account, Actor by, Predicate<Account.Role> reach) {
        return database.inTransaction(c -> {
            Members.requireDispensable(c, tenant, account, reach);
            Optional<String> email =
                    Database.list(
                                    c,
                                    "delete from accounts where id = ? and tenant = ?"
                                            + " returning lower(email) as email",
                                    row -> row.getString("email"),
                                    account,
                                    tenant.value())
                            .stream()
                            .findFirst();
            if (email.isEmpty()) {
                return false;
            }
            Database.update(c, "delete from access_tokens where subject = ?", account.toString());
            Invitations.withdrawAllOf(c, account.toString(), clock.instant());
            Database.update(
                    c,
                    "delete from invitations where tenant = ? and email = ?",
                    tenant.value(),
                    email.get());
            Database.update(
                    c,
                    "insert into erasures (account, tenant, erased_at) values (?, ?, ?)",
                    account,
                    tenant.value(),
                    clock.instant());
            forgetAddress(c, schemas.of(tenant) + ".audit_log", account, email.get());
            forgetAddress(c, "audit_log", account, email.get());
            forgetWords(c, tenant, account);
            ledger.raise(c, tenant, Ledger.account(account.toString()));
            ledger.log(c, tenant, by, "account.erased", account.toString(), Map.of());
            return true;
        });
    }

    private record Erased(TenantId tenant, UUID account) {}

    /** Looks again for what requests wrote that were under way when their account was erased. */
    public void finish() {
        List<Erased> recent =
                database.list(
                        "select tenant, account from erasures order by erased_at",
                        row ->
                                new Erased(
                                        new TenantId(row.getString("tenant")),
                                        row.getObject("account", UUID.class)));
        for (Erased erased : recent) {
            database.inTransaction(c -> {
                forgetWords(c, erased.tenant(), erased.account());
                return Database.update(
                        c,
                        "delete from erasures where account = ? and erased_at <= ?",
                        erased.account(),
                        clock.instant().minus(WATCHED));
            });
        }
    }

    private void forgetWords(Connection connection, TenantId tenant, UUID account)
            throws SQLException {
        Database.update(
                connection,
                "update "
                        + schemas.of(tenant)
                        + ".warehouse_query_log set original_sql = null, emitted_sql = null,"
                        + " display_sql = null, rejected_token = null"
                        + " where ? in (principal, account)",
                account.toString());
    }

    /** Records name people by id; should one hold an address all the same, it goes. */
    private static void forgetAddress(Connection connection, String log, UUID account, String email)
            throws SQLException {
        Database.update(
                connection,
                "update "
                        + log
                        + " set principal = case when lower(principal) = ? then ? else principal"
                        + " end, subject = case when lower(subject) = ? then ? else subject end,"
                        + " details = case when strpos(lower(details::text), ?) > 0"
                        + " then jsonb_build_object('erased', true) else details end"
                        + " where ? in (lower(principal), lower(subject))"
                        + " or strpos(lower(details::text), ?) > 0",
                email,
                account.toString(),
                email,
                account.toString(),
                email,
                email,
                email);
    }
}
