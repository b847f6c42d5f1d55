package dev.sluice.server.factor;

import dev.sluice.server.identity.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * How often an account's codes may be tried, on all nodes together: five times freely, then after a
 * pause that doubles from 30 seconds to an hour. A right code forgets the wrong ones. Who comes
 * here knows the password already, so a stranger cannot lock anybody out.
 */
final class FactorTries {
    static final int FREE = 5;

    private final Database database;
    private final InstantSource clock;

    FactorTries(DataSource source, InstantSource clock) {
        this.database = new Database(source);
        this.clock = clock;
    }

    /** Takes a try, before the code is looked at. Empty when there was one, else the wait. */
    Optional<Duration> take(UUID account) {
        Instant now = clock.instant();
        boolean taken =
                !database.list(
                                "insert into factor_tries as t (account, failures, next_at)"
                                        + " values (?, 1, ?) on conflict (account) do update"
                                        + " set failures = least(t.failures + 1, 1000),"
                                        + " next_at = excluded.next_at + make_interval(secs =>"
                                        + " case when t.failures < ? - 1 then 0 else"
                                        + " least(3600, 30 * 2 ^ least(t.failures - ? + 1, 7))"
                                        + " end) where t.next_at <= excluded.next_at"
                                        + " returning account",
                                row -> true,
                                account,
                                now,
                                FREE,
                                FREE)
                        .isEmpty();
        if (taken) {
            return Optional.empty();
        }
        return database.first(
                        "select next_at from factor_tries where account = ?",
                        row -> Duration.between(now, Database.instant(row, "next_at")),
                        account)
                .filter(Duration::isPositive)
                .or(() -> Optional.of(Duration.ofSeconds(1)));
    }

    void succeeded(UUID account) {
        database.update("delete from factor_tries where account = ?", account);
    }
}
