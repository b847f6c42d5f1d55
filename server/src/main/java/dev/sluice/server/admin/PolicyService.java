package dev.sluice.server.admin;

import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.PolicyProblem;
import dev.sluice.server.audit.AdminLog;
import dev.sluice.server.policy.PolicyTable;
import dev.sluice.server.source.SourceDialects;
import dev.sluice.server.tenant.Tenant;
import dev.sluice.server.tenant.TenantState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies policy files: completely, or not at all. */
public final class PolicyService {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyService.class);

    private final ConnectionService connections;

    public PolicyService(ConnectionService connections) {
        this.connections = connections;
    }

    /**
     * A policy that was applied.
     *
     * @param sources the sources that it names
     * @param warnings what an administrator should know, for example a source without a connection
     */
    public record Applied(long version, List<String> sources, List<String> warnings) {
        public Applied {
            sources = List.copyOf(sources);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Checks the file against the databases' catalogues and puts it in force.
     *
     * @throws SluiceException {@code POLICY_INVALID} with the place of the first problem; nothing
     *     is changed then
     */
    public Applied apply(Tenant tenant, String yaml, AdminLog.Actor actor) {
        PolicyFile file = PolicyFile.parse(yaml);
        check(tenant, file, actor);
        long version =
                Change.of(
                        tenant,
                        store -> {
                            long added = PolicyTable.add(store, yaml, file, actor.user());
                            AdminLog.append(
                                    store,
                                    actor,
                                    "policy.applied",
                                    "policy",
                                    Map.of("version", added, "sources", file.sources()));
                            return added;
                        });
        TenantState state = tenant.currentState();
        List<String> warnings =
                file.sources().stream()
                        .filter(source -> state.connection(source).isEmpty())
                        .map(source ->
                                "The source '"
                                        + source
                                        + "' has no connection of this name yet: sluice db"
                                        + " connect "
                                        + source)
                        .toList();
        return new Applied(version, List.copyOf(file.sources()), warnings);
    }

    /** What the file names may have been made since the catalogue was read: look once more. */
    private void check(Tenant tenant, PolicyFile file, AdminLog.Actor actor) {
        for (String source : file.sources()) {
            tenant.currentState()
                    .connection(source)
                    .ifPresent(connection -> SourceDialects.check(file, connection));
        }
        List<PolicyProblem> problems = problems(tenant, file, actor);
        if (!problems.isEmpty()) {
            throw problems.getFirst().asException();
        }
    }

    private List<PolicyProblem> problems(Tenant tenant, PolicyFile file, AdminLog.Actor actor) {
        Map<String, Schema> catalogues = catalogues(tenant, file);
        for (Map.Entry<String, Schema> source : catalogues.entrySet()) {
            if (!file.validate(Map.of(source.getKey(), source.getValue())).isEmpty()) {
                refresh(tenant, source.getKey(), actor);
            }
        }
        return file.validate(catalogues(tenant, file));
    }

    /** A database that is down does not hide what is wrong with the file. */
    private void refresh(Tenant tenant, String source, AdminLog.Actor actor) {
        try {
            connections.test(tenant, source, actor);
        } catch (SluiceException e) {
            LOG.atInfo()
                    .addKeyValue("source", source)
                    .addKeyValue("code", e.code())
                    .log("the catalogue could not be read again");
        }
    }

    private static Map<String, Schema> catalogues(Tenant tenant, PolicyFile file) {
        TenantState state = tenant.currentState();
        Map<String, Schema> catalogues = new HashMap<>();
        for (String source : file.sources()) {
            state.connection(source)
                    .ifPresent(connection -> catalogues.put(source, connection.catalogue()));
        }
        return catalogues;
    }
}
