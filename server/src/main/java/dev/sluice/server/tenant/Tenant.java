package dev.sluice.server.tenant;

import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.policy.PolicyFile;
import dev.sluice.server.audit.QueryLog;
import dev.sluice.server.budget.DailyBudgets;
import dev.sluice.server.epoch.TenantEpochs;
import dev.sluice.server.policy.AppliedPolicy;
import dev.sluice.server.policy.PolicyTable;
import dev.sluice.server.source.MaskKeys;
import dev.sluice.server.source.OpenDatabases;
import dev.sluice.server.source.SourceConnection;
import dev.sluice.server.source.SourceConnections;
import dev.sluice.server.store.StoreFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One tenant on this node. Everything reached from here is this tenant's: its store is a pool that
 * logs in as its role.
 */
public final class Tenant implements AutoCloseable {
    private static final String NO_POLICY = "version: 1";

    private final TenantId id;
    private final DataSource store;
    private final TenantEpochs epochs;
    private final QueryLog log;
    private final OpenDatabases databases;
    private final MaskKeys maskKeys;
    private final DailyBudgets budgets;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile @Nullable TenantState state;

    /** Takes the log and the databases over: closing the tenant closes them. */
    public Tenant(
            TenantId id,
            DataSource store,
            QueryLog log,
            OpenDatabases databases,
            MaskKeys maskKeys,
            DailyBudgets budgets) {
        this.id = id;
        this.store = store;
        this.epochs = new TenantEpochs(store);
        this.log = log;
        this.databases = databases;
        this.maskKeys = maskKeys;
        this.budgets = budgets;
    }

    public TenantId id() {
        return id;
    }

    public DataSource store() {
        return store;
    }

    public TenantEpochs epochs() {
        return epochs;
    }

    public QueryLog log() {
        return log;
    }

    public OpenDatabases databases() {
        return databases;
    }

    public DailyBudgets budgets() {
        return budgets;
    }

    /**
     * What this node last saw; what it decides under it is checked when the intent is written.
     *
     * @throws SluiceException {@code STORE_UNAVAILABLE}
     */
    public TenantState state() {
        TenantState known = state;
        return known != null ? known : load(Long.MIN_VALUE);
    }

    /**
     * What holds now, for calls that write no intent: one question to the store.
     *
     * @throws SluiceException {@code STORE_UNAVAILABLE}
     */
    public TenantState currentState() {
        return newerThan(epochs.refresh(TenantEpochs.POLICY) - 1);
    }

    /**
     * The state after one that turned out to be stale.
     *
     * @throws SluiceException {@code STORE_UNAVAILABLE}
     */
    public TenantState newerThan(long epoch) {
        TenantState known = state;
        return known != null && known.epoch() > epoch ? known : load(epoch);
    }

    private TenantState load(long after) {
        loading.lock();
        try {
            TenantState known = state;
            if (known != null && known.epoch() > after) {
                return known;
            }
            TenantState loaded = read();
            databases.keepOnly(loaded.connections());
            state = loaded;
            return loaded;
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        } finally {
            loading.unlock();
        }
    }

    /** One snapshot, so that the epoch belongs to what is read with it. */
    private TenantState read() throws SQLException {
        try (Connection connection = store.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                long epoch = TenantEpochs.read(connection, TenantEpochs.POLICY);
                Optional<AppliedPolicy> applied = PolicyTable.newest(connection);
                List<SourceConnection> connections = SourceConnections.all(connection);
                PolicyFile file =
                        PolicyFile.parse(applied.map(AppliedPolicy::yaml).orElse(NO_POLICY));
                return new TenantState(epoch, applied.orElse(null), file, connections, maskKeys);
            } finally {
                connection.rollback();
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                connection.setAutoCommit(true);
            }
        }
    }

    @Override
    public void close() {
        databases.close();
        log.close();
    }
}
