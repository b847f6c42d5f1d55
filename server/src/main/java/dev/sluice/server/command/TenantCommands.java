package dev.sluice.server.command;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.Deployment;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.lifecycle.TenantLife;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** The commands of {@code sluice admin} for the life of tenants. */
final class TenantCommands {
    static final String REFUSED =
            "Its people, clients and agents are refused at their next request, on every node.";

    private TenantCommands() {}

    /** What the commands for one tenant have in common. */
    abstract static class OfOneTenant implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
        CommandSpec spec;

        @Mixin
        @SuppressWarnings("NullAway.Init")
        ServerOptions options;

        @Option(names = "--tenant", paramLabel = "T", required = true, description = "The tenant.")
        @SuppressWarnings("NullAway.Init")
        String name;

        abstract void on(Deployment deployment, TenantId tenant);

        @Override
        public Integer call() {
            TenantId tenant = tenant();
            ServerConfig config = options.config(Map.of());
            try (Deployment deployment = Deployment.attach(config)) {
                on(deployment, tenant);
            }
            return 0;
        }

        private TenantId tenant() {
            try {
                return new TenantId(name);
            } catch (IllegalArgumentException e) {
                throw invalid(String.valueOf(e.getMessage()));
            }
        }

        void say(String line) {
            spec.commandLine().getOut().println(line);
        }

        static void require(boolean known, TenantId tenant) {
            if (!known) {
                throw new SluiceException(
                        ReasonCode.NOT_FOUND,
                        "There is no tenant '" + tenant + "': sluice admin list-tenants");
            }
        }
    }

    private static SluiceException invalid(String message) {
        return new SluiceException(ReasonCode.INVALID_ARGUMENT, message);
    }

    @Command(
            name = "create-tenant",
            mixinStandardHelpOptions = true,
            description = "Creates a tenant: a schema, a database role and keys of its own.",
            footer = {"", "Give it an owner next: sluice admin create-owner --tenant T --email E"})
    static final class Create extends OfOneTenant {
        @Override
        void on(Deployment deployment, TenantId tenant) {
            if (!deployment.createTenant(tenant, Actor.OPERATOR)) {
                throw invalid("There is a tenant '" + tenant + "' already.");
            }
            say("Created the tenant " + tenant + ".");
        }
    }

    @Command(
            name = "suspend-tenant",
            mixinStandardHelpOptions = true,
            description = {"Suspends a tenant.", REFUSED})
    static final class Suspend extends OfOneTenant {
        @Override
        void on(Deployment deployment, TenantId tenant) {
            require(deployment.tenantLife().suspend(tenant, Actor.OPERATOR), tenant);
            say("Suspended " + tenant + ".");
        }
    }

    @Command(
            name = "resume-tenant",
            mixinStandardHelpOptions = true,
            description = "Ends a tenant's suspension, or takes back its deletion.")
    static final class Resume extends OfOneTenant {
        @Override
        void on(Deployment deployment, TenantId tenant) {
            require(deployment.tenantLife().resume(tenant, Actor.OPERATOR), tenant);
            say("Resumed " + tenant + ".");
        }
    }

    @Command(
            name = "delete-tenant",
            mixinStandardHelpOptions = true,
            description = {
                "Deletes a tenant.",
                REFUSED,
                "Its data and keys are destroyed when the days of tenant_deletion_days have"
                        + " passed; until then resume-tenant takes the deletion back."
            })
    static final class Delete extends OfOneTenant {
        @Option(names = "--yes", description = "Do it. Without it nothing happens.")
        boolean yes;

        @Override
        void on(Deployment deployment, TenantId tenant) {
            if (!yes) {
                throw invalid("This destroys everything of '" + tenant + "'. Add --yes to do it.");
            }
            require(deployment.tenantLife().delete(tenant, Actor.OPERATOR), tenant);
            say("Suspended " + tenant + " and marked it for deletion.");
        }
    }

    @Command(
            name = "export-tenant",
            mixinStandardHelpOptions = true,
            description =
                    "Writes everything of a tenant but its secrets into a ZIP archive: JSON lines,"
                            + " a file for each table.")
    static final class Exporting extends OfOneTenant {
        @Option(
                names = "--out",
                paramLabel = "FILE",
                required = true,
                description = "The archive; must not exist.")
        @SuppressWarnings("NullAway.Init")
        Path file;

        @Override
        void on(Deployment deployment, TenantId tenant) {
            require(deployment.tenantLife().find(tenant).isPresent(), tenant);
            try {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
                try (OutputStream out = Files.newOutputStream(file)) {
                    deployment.export().tenant(tenant, Actor.OPERATOR, out);
                }
            } catch (FileAlreadyExistsException e) {
                throw invalid(file + " exists already.");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            say("Exported " + tenant + " to " + file + ".");
        }
    }

    @Command(
            name = "list-tenants",
            mixinStandardHelpOptions = true,
            description = "Lists all tenants.")
    static final class ListAll implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
        private CommandSpec spec;

        @Mixin
        @SuppressWarnings("NullAway.Init")
        private ServerOptions options;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            try (Deployment deployment = Deployment.attach(options.config(Map.of()))) {
                List<TenantLife.View> tenants = deployment.tenantLife().list();
                if (json) {
                    out.println(
                            JsonMapper.shared()
                                    .writeValueAsString(
                                            tenants.stream().map(ListAll::shown).toList()));
                } else {
                    tenants.forEach(tenant ->
                            out.println(
                                    tenant.id()
                                            + "  "
                                            + shown(tenant).get("state")
                                            + Optional.ofNullable(tenant.since())
                                                    .map(since -> "  since " + since)
                                                    .orElse("")));
                }
            }
            return 0;
        }

        private static Map<String, String> shown(TenantLife.View tenant) {
            Map<String, String> shown = new LinkedHashMap<>();
            shown.put("tenant", tenant.id().value());
            shown.put(
                    "state",
                    switch (tenant.state()) {
                        case ACTIVE -> "active";
                        case SUSPENDED -> "suspended";
                        case DELETED -> "deleted";
                    });
            shown.put("created_at", tenant.createdAt().toString());
            if (tenant.since() != null) {
                shown.put("since", tenant.since().toString());
            }
            return shown;
        }
    }
}
