package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The map of the packages. A package that is not on it fails, and so does an arrow that is not. */
class ArchitectureTest {
    private static final String ROOT = "dev.sluice.";

    /** Libraries by the name that {@link #MAY_IMPORT} uses. The JDK and JSpecify are for all. */
    private static final Map<String, String> LIBRARIES =
            Map.ofEntries(
                    Map.entry("org.slf4j", "slf4j"),
                    Map.entry("ch.qos.logback", "logback"),
                    Map.entry("tools.jackson", "jackson"),
                    Map.entry("com.fasterxml.jackson", "jackson"),
                    Map.entry("org.snakeyaml", "snakeyaml"),
                    Map.entry("picocli", "picocli"),
                    Map.entry("com.github.javakeyring", "java-keyring"),
                    Map.entry("org.tomlj", "tomlj"),
                    Map.entry("org.postgresql", "pgjdbc"),
                    Map.entry("org.mariadb", "mariadb"),
                    Map.entry("org.duckdb", "duckdb"),
                    Map.entry("com.zaxxer.hikari", "hikari"),
                    Map.entry("org.flywaydb", "flyway"),
                    Map.entry("jakarta.servlet", "servlet"),
                    Map.entry("org.eclipse.jetty", "jetty"),
                    Map.entry("org.springframework", "spring"),
                    Map.entry("com.nimbusds", "nimbus"),
                    Map.entry("com.webauthn4j", "webauthn4j"),
                    Map.entry("org.thymeleaf", "thymeleaf"),
                    Map.entry("io.github.bucket4j", "bucket4j"),
                    Map.entry("org.apache.commons.compress", "compress"),
                    Map.entry("org.tukaani.xz", "compress"),
                    Map.entry("io.nayuki.qrcodegen", "qrcodegen"),
                    Map.entry("software.amazon.awssdk", "aws"),
                    Map.entry("org.apache.sshd", "sshd"),
                    Map.entry("org.apache.hc", "httpclient"),
                    Map.entry("com.microsoft.sqlserver", "mssql"),
                    Map.entry("com.amazon.redshift", "redshift"),
                    Map.entry("org.bouncycastle", "bouncycastle"));

    /** What each package may use, besides the JDK: our packages by name, libraries by theirs. */
    static final Map<String, Set<String>> MAY_IMPORT =
            Map.ofEntries(
                    Map.entry("core", Set.of()),
                    Map.entry("core.address", Set.of()),
                    Map.entry(
                            "guard",
                            Set.of(
                                    "core",
                                    "guard.dialect",
                                    "guard.emit",
                                    "guard.lexer",
                                    "guard.lexical",
                                    "guard.parser",
                                    "guard.refusal",
                                    "guard.resolve",
                                    "guard.rewrite",
                                    "guard.tree")),
                    Map.entry("guard.dialect", Set.of()),
                    Map.entry("guard.emit", Set.of("guard.dialect", "guard.tree", "guard.refusal")),
                    Map.entry("guard.lexical", Set.of()),
                    Map.entry("guard.lexer", Set.of("core", "guard.dialect", "guard.refusal")),
                    Map.entry(
                            "guard.parser",
                            Set.of(
                                    "core",
                                    "guard.dialect",
                                    "guard.lexer",
                                    "guard.refusal",
                                    "guard.tree")),
                    Map.entry("guard.refusal", Set.of("core")),
                    Map.entry(
                            "guard.resolve",
                            Set.of(
                                    "core",
                                    "guard.dialect",
                                    "guard.refusal",
                                    "guard.rewrite",
                                    "guard.tree")),
                    Map.entry("guard.rewrite", Set.of("core", "guard.dialect", "guard.tree")),
                    Map.entry("guard.tree", Set.of()),
                    Map.entry("policy", Set.of("core", "guard", "jackson", "snakeyaml")),
                    Map.entry("vault", Set.of("core")),
                    Map.entry(
                            "connector",
                            Set.of(
                                    "connector.bigquery",
                                    "connector.clickhouse",
                                    "connector.databricks",
                                    "connector.duckdb",
                                    "connector.mysql",
                                    "connector.postgresql",
                                    "connector.redshift",
                                    "connector.snowflake",
                                    "connector.sqlserver",
                                    "connector.trino",
                                    "core",
                                    "guard")),
                    Map.entry(
                            "connector.duckdb",
                            Set.of(
                                    "connector",
                                    "connector.catalogue",
                                    "connector.duckdb.engine",
                                    "connector.duckdb.frame",
                                    "core",
                                    "duckdb",
                                    "guard",
                                    "guard.lexical")),
                    // What runs in the other process: nothing else is on its class path.
                    Map.entry(
                            "connector.duckdb.engine", Set.of("connector.duckdb.frame", "duckdb")),
                    Map.entry("connector.duckdb.frame", Set.of()),
                    Map.entry(
                            "connector.transport",
                            Set.of("connector", "core", "core.address", "sshd")),
                    Map.entry("connector.catalogue", Set.of("connector", "core", "mariadb")),
                    Map.entry(
                            "connector.mysql",
                            Set.of(
                                    "connector",
                                    "connector.catalogue",
                                    "connector.jdbc",
                                    "connector.transport",
                                    "core",
                                    "guard",
                                    "guard.lexical",
                                    "jackson",
                                    "mariadb")),
                    Map.entry(
                            "connector.http",
                            Set.of(
                                    "connector",
                                    "connector.transport",
                                    "core",
                                    "guard",
                                    "httpclient",
                                    "jackson")),
                    Map.entry(
                            "connector.oauth",
                            Set.of("connector", "connector.http", "core", "jackson")),
                    Map.entry(
                            "connector.bigquery",
                            Set.of(
                                    "connector",
                                    "connector.http",
                                    "connector.oauth",
                                    "core",
                                    "guard",
                                    "guard.lexical",
                                    "jackson")),
                    Map.entry(
                            "connector.clickhouse",
                            Set.of(
                                    "connector",
                                    "connector.http",
                                    "connector.oauth",
                                    "core",
                                    "guard",
                                    "guard.lexical",
                                    "jackson")),
                    Map.entry(
                            "connector.databricks",
                            Set.of(
                                    "connector",
                                    "connector.http",
                                    "connector.oauth",
                                    "core",
                                    "guard",
                                    "guard.lexical",
                                    "jackson")),
                    Map.entry(
                            "connector.trino",
                            Set.of(
                                    "connector",
                                    "connector.http",
                                    "connector.oauth",
                                    "core",
                                    "guard",
                                    "guard.lexical",
                                    "jackson")),
                    Map.entry(
                            "connector.jdbc",
                            Set.of(
                                    "connector",
                                    "connector.transport",
                                    "core",
                                    "guard",
                                    "guard.lexical",
                                    "slf4j")),
                    Map.entry(
                            "connector.sqlserver",
                            Set.of(
                                    "connector",
                                    "connector.catalogue",
                                    "connector.http",
                                    "connector.jdbc",
                                    "connector.oauth",
                                    "connector.transport",
                                    "core",
                                    "guard",
                                    "guard.lexical",
                                    "mssql")),
                    Map.entry(
                            "connector.redshift",
                            Set.of(
                                    "connector",
                                    "connector.catalogue",
                                    "connector.jdbc",
                                    "connector.transport",
                                    "core",
                                    "guard",
                                    "guard.lexical",
                                    "redshift")),
                    Map.entry(
                            "connector.snowflake",
                            Set.of(
                                    "connector",
                                    "connector.http",
                                    "connector.oauth",
                                    "connector.transport",
                                    "core",
                                    "guard",
                                    "guard.lexical",
                                    "jackson")),
                    Map.entry(
                            "connector.postgresql",
                            Set.of(
                                    "connector",
                                    "connector.transport",
                                    "connector.jdbc",
                                    "core",
                                    "guard",
                                    "guard.lexical",
                                    "jackson",
                                    "pgjdbc")),
                    Map.entry(
                            "server",
                            Set.of(
                                    "connector",
                                    "connector.transport",
                                    "core",
                                    "picocli",
                                    "policy",
                                    "server.access",
                                    "server.admin",
                                    "server.api",
                                    "server.audit",
                                    "server.budget",
                                    "server.command",
                                    "server.config",
                                    "server.control",
                                    "server.document",
                                    "server.epoch",
                                    "server.factor",
                                    "server.federation",
                                    "server.http",
                                    "server.identity",
                                    "server.keyservice",
                                    "server.lifecycle",
                                    "server.limit",
                                    "server.mcp",
                                    "server.passkey",
                                    "server.permission",
                                    "server.query",
                                    "server.sealing",
                                    "server.session",
                                    "server.source",
                                    "server.store",
                                    "server.tenant",
                                    "server.tool",
                                    "slf4j",
                                    "vault")),
                    Map.entry("server.access", Set.of("core", "nimbus")),
                    Map.entry(
                            "server.account",
                            Set.of(
                                    "core",
                                    "server.access",
                                    "server.factor",
                                    "server.identity",
                                    "server.limit",
                                    "server.session",
                                    "server.signin",
                                    "servlet",
                                    "spring")),
                    Map.entry(
                            "server.admin",
                            Set.of(
                                    "connector",
                                    "core",
                                    "policy",
                                    "server.access",
                                    "server.audit",
                                    "server.epoch",
                                    "server.identity",
                                    "server.permission",
                                    "server.policy",
                                    "server.query",
                                    "server.source",
                                    "server.tenant",
                                    "vault",
                                    "server.store",
                                    "slf4j")),
                    Map.entry(
                            "server.api",
                            Set.of(
                                    "connector",
                                    "core",
                                    "server.access",
                                    "server.admin",
                                    "server.audit",
                                    "server.control",
                                    "server.factor",
                                    "server.federation",
                                    "server.identity",
                                    "server.permission",
                                    "server.policy",
                                    "server.lifecycle",
                                    "server.json",
                                    "server.query",
                                    "server.sealing",
                                    "server.source",
                                    "server.session",
                                    "server.signin",
                                    "server.tenant",
                                    "spring")),
                    Map.entry(
                            "server.audit",
                            Set.of(
                                    "core",
                                    "server.access",
                                    "server.budget",
                                    "jackson",
                                    "slf4j",
                                    "server.store")),
                    Map.entry("server.budget", Set.of("core", "policy")),
                    Map.entry(
                            "server.command",
                            Set.of(
                                    "connector",
                                    "connector.catalogue",
                                    "connector.transport",
                                    "core",
                                    "jackson",
                                    "picocli",
                                    "policy",
                                    "server",
                                    "server.access",
                                    "server.audit",
                                    "server.config",
                                    "server.control",
                                    "server.demo",
                                    "server.factor",
                                    "server.identity",
                                    "server.lifecycle",
                                    "server.sealing",
                                    "server.store",
                                    "server.tenant",
                                    "vault")),
                    Map.entry(
                            "server.config", Set.of("core", "policy", "server.proxy", "snakeyaml")),
                    Map.entry(
                            "server.control",
                            Set.of(
                                    "core",
                                    "server.access",
                                    "server.account",
                                    "server.document",
                                    "server.exchange",
                                    "server.federation",
                                    "server.factor",
                                    "server.identity",
                                    "server.invitation",
                                    "server.permission",
                                    "server.limit",
                                    "server.passkey",
                                    "server.proxy",
                                    "server.session",
                                    "server.signin",
                                    "jackson",
                                    "jetty",
                                    "nimbus",
                                    "servlet",
                                    "slf4j",
                                    "spring",
                                    "thymeleaf")),
                    Map.entry(
                            "server.exchange",
                            Set.of(
                                    "server.access",
                                    "server.identity",
                                    "nimbus",
                                    "servlet",
                                    "slf4j",
                                    "spring")),
                    Map.entry(
                            "server.demo",
                            Set.of(
                                    "connector",
                                    "connector.transport",
                                    "core",
                                    "jackson",
                                    "pgjdbc",
                                    "server.admin",
                                    "server.audit",
                                    "server.source",
                                    "server.store",
                                    "server.tenant",
                                    "vault")),
                    Map.entry(
                            "server.document",
                            Set.of("core", "core.address", "server.identity", "jackson", "slf4j")),
                    Map.entry("server.epoch", Set.of("server.store")),
                    Map.entry(
                            "server.federation",
                            Set.of(
                                    "core",
                                    "server.access",
                                    "server.document",
                                    "server.identity",
                                    "server.limit",
                                    "server.session",
                                    "server.signin",
                                    "jackson",
                                    "nimbus",
                                    "servlet",
                                    "slf4j",
                                    "spring")),
                    Map.entry(
                            "server.http",
                            Set.of(
                                    "connector.transport",
                                    "core",
                                    "server.json",
                                    "server.proxy",
                                    "jetty",
                                    "servlet",
                                    "slf4j")),
                    Map.entry("server.identity", Set.of("bouncycastle", "core", "slf4j", "spring")),
                    Map.entry(
                            "server.invitation",
                            Set.of(
                                    "core",
                                    "server.identity",
                                    "server.limit",
                                    "server.signin",
                                    "servlet",
                                    "spring")),
                    Map.entry("server.factor", Set.of("core", "server.identity", "qrcodegen")),
                    Map.entry("server.json", Set.of("core", "servlet")),
                    Map.entry("server.limit", Set.of("core", "servlet")),
                    Map.entry(
                            "server.sealing",
                            Set.of("connector", "core", "server.identity", "nimbus")),
                    Map.entry(
                            "server.keyservice",
                            Set.of("aws", "core", "jackson", "nimbus", "vault")),
                    Map.entry("server.session", Set.of("core", "server.identity")),
                    Map.entry(
                            "server.signin",
                            Set.of(
                                    "core",
                                    "server.access",
                                    "server.factor",
                                    "server.identity",
                                    "server.limit",
                                    "server.session",
                                    "servlet",
                                    "slf4j",
                                    "spring")),
                    Map.entry(
                            "server.lifecycle",
                            Set.of("core", "server.identity", "server.store", "slf4j")),
                    Map.entry(
                            "server.mcp",
                            Set.of(
                                    "core",
                                    "server.access",
                                    "server.http",
                                    "server.json",
                                    "server.mcp.content",
                                    "server.mcp.input",
                                    "server.mcp.parameter",
                                    "jackson",
                                    "servlet",
                                    "slf4j")),
                    Map.entry("server.mcp.content", Set.of("server.json")),
                    Map.entry(
                            "server.mcp.input",
                            Set.of("core", "server.json", "server.mcp.parameter", "jackson")),
                    Map.entry("server.mcp.parameter", Set.of("server.json", "jackson")),
                    Map.entry("server.permission", Set.of("core", "server.identity")),
                    Map.entry("server.policy", Set.of("core", "policy")),
                    Map.entry(
                            "server.passkey",
                            Set.of(
                                    "core",
                                    "server.access",
                                    "server.identity",
                                    "server.limit",
                                    "server.session",
                                    "server.signin",
                                    "jackson",
                                    "servlet",
                                    "slf4j",
                                    "spring",
                                    "webauthn4j")),
                    Map.entry("server.proxy", Set.of("core.address")),
                    Map.entry(
                            "server.query",
                            Set.of(
                                    "connector",
                                    "core",
                                    "guard",
                                    "policy",
                                    "server.access",
                                    "server.audit",
                                    "server.budget",
                                    "server.epoch",
                                    "server.json",
                                    "server.limit",
                                    "server.source",
                                    "server.tenant",
                                    "slf4j")),
                    Map.entry(
                            "server.source",
                            Set.of(
                                    "connector",
                                    "core",
                                    "guard",
                                    "jackson",
                                    "policy",
                                    "server.store",
                                    "vault")),
                    Map.entry(
                            "server.store",
                            Set.of("core", "vault", "compress", "flyway", "hikari", "slf4j")),
                    Map.entry(
                            "server.tenant",
                            Set.of(
                                    "core",
                                    "guard",
                                    "policy",
                                    "server.audit",
                                    "server.budget",
                                    "server.epoch",
                                    "server.policy",
                                    "server.source",
                                    "slf4j",
                                    "server.store")),
                    Map.entry(
                            "server.tool",
                            Set.of(
                                    "core",
                                    "server.access",
                                    "server.json",
                                    "server.mcp",
                                    "server.mcp.parameter",
                                    "server.query",
                                    "server.tenant")),
                    Map.entry(
                            "cli",
                            Set.of(
                                    "cli.bridge",
                                    "cli.client",
                                    "cli.expect",
                                    "cli.keyring",
                                    "cli.mcpclient",
                                    "cli.offline",
                                    "cli.sealing",
                                    "cli.setup",
                                    "core",
                                    "policy",
                                    "jackson",
                                    "guard",
                                    "picocli")),
                    Map.entry("cli.bridge", Set.of("cli.client", "cli.lines", "jackson")),
                    Map.entry("cli.client", Set.of("cli.keyring", "core", "jackson")),
                    Map.entry("cli.expect", Set.of("cli.client", "core", "jackson", "policy")),
                    Map.entry("cli.keyring", Set.of("java-keyring")),
                    Map.entry("cli.lines", Set.of()),
                    Map.entry("cli.sealing", Set.of("cli.client", "core", "jackson")),
                    Map.entry("cli.mcpclient", Set.of("jackson", "tomlj")),
                    Map.entry(
                            "cli.offline",
                            Set.of(
                                    "cli.client",
                                    "cli.lines",
                                    "core",
                                    "guard",
                                    "jackson",
                                    "policy")),
                    Map.entry("cli.setup", Set.of("core")));

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .withImportOption(place -> !place.contains("-tests.jar"))
                        .importPackages("dev.sluice");
    }

    @Test
    void everyPackageIsOnTheMap() {
        Set<String> packages = new TreeSet<>();
        classes.forEach(type -> packages.add(ours(type).orElseThrow()));
        assertThat(packages).isEqualTo(new TreeSet<>(MAY_IMPORT.keySet()));
    }

    @Test
    void everyPackageLivesInTheModuleThatItIsNamedAfter() {
        Set<String> strays = new TreeSet<>();
        for (JavaClass type : classes) {
            String our = ours(type).orElseThrow();
            String module = our.contains(".") ? our.substring(0, our.indexOf('.')) : our;
            String place = type.getSource().orElseThrow().getUri().toString();
            if (!place.contains("/" + module + "/target/")) {
                strays.add(our + " is in " + place);
            }
        }
        assertThat(strays).isEmpty();
    }

    @Test
    void noPackageUsesWhatItsLineDoesNotName() {
        Set<String> violations = new TreeSet<>();
        for (JavaClass type : classes) {
            String from = ours(type).orElseThrow();
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                used(dependency.getTargetClass())
                        .filter(to -> !to.equals(from))
                        .filter(to -> !MAY_IMPORT.getOrDefault(from, Set.of()).contains(to))
                        .ifPresent(to -> violations.add(from + " uses " + to));
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void noLineNamesWhatItsPackageDoesNotUse() {
        List<String> idle = new ArrayList<>();
        MAY_IMPORT.forEach((from, allowed) -> {
            Set<String> used = new TreeSet<>();
            for (JavaClass type : classes) {
                if (ours(type).orElseThrow().equals(from)) {
                    type.getDirectDependenciesFromSelf()
                            .forEach(d -> used(d.getTargetClass()).ifPresent(used::add));
                }
            }
            allowed.stream()
                    .filter(to -> !used.contains(to))
                    .forEach(to -> idle.add(from + " no longer uses " + to));
        });
        assertThat(idle).isEmpty();
    }

    /** The package below the root, for example {@code server.query}. */
    private static Optional<String> ours(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT)
                ? Optional.of(name.substring(ROOT.length()))
                : Optional.empty();
    }

    private static Optional<String> used(JavaClass type) {
        JavaClass target = type.getBaseComponentType();
        Optional<String> our = ours(target);
        if (our.isPresent()) {
            return our;
        }
        String name = target.getPackageName();
        if (name.isEmpty()
                || name.startsWith("java.")
                || name.startsWith("javax.")
                || name.startsWith("jdk.")
                || name.startsWith("com.sun.")
                || name.startsWith("org.jspecify")) {
            return Optional.empty();
        }
        return Optional.of(
                LIBRARIES.entrySet().stream()
                        .filter(library -> name.startsWith(library.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(name));
    }
}
