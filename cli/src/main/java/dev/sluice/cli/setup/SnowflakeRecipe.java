package dev.sluice.cli.setup;

import static dev.sluice.cli.setup.Quote.standard;

import dev.sluice.core.TableName;
import java.util.LinkedHashSet;
import java.util.Set;

/** Snowflake: a role, a warehouse, and a service user that signs in with a key. */
final class SnowflakeRecipe implements Recipe {
    @Override
    public void setup(Script script, Reader reader) {
        String user = standard(reader.user());
        String role = role(reader);
        String warehouse = standard(reader.option("warehouse", "WAREHOUSE"));
        script.say("Make a key first; its private half goes to Sluice, with --private-key:");
        script.say("openssl genrsa 2048 | openssl pkcs8 -topk8 -inform PEM -out key.p8 -nocrypt");
        script.say("openssl rsa -in key.p8 -pubout -outform DER | openssl base64 -A");
        script.say("Run as SECURITYADMIN, or a role that owns what is granted.");
        script.run("CREATE ROLE ", role);
        script.run("GRANT USAGE ON WAREHOUSE ", warehouse, " TO ROLE ", role);
        script.run("GRANT USAGE ON DATABASE ", standard(reader.database()), " TO ROLE ", role);
        for (String schema : schemas(reader)) {
            script.run("GRANT USAGE ON SCHEMA ", in(reader, schema), " TO ROLE ", role);
        }
        grants(script, reader, "GRANT SELECT ON ", " TO ROLE " + role);
        script.run(
                "CREATE USER ",
                user,
                " TYPE = SERVICE DEFAULT_ROLE = ",
                role,
                " DEFAULT_WAREHOUSE = ",
                warehouse,
                " DEFAULT_SECONDARY_ROLES = ()",
                reader.password() ? " COMMENT = 'signs in with a key, not a password'" : "");
        script.run("GRANT ROLE ", role, " TO USER ", user);
        script.run("ALTER USER ", user, " SET STATEMENT_TIMEOUT_IN_SECONDS = 3600");
        script.say("Then give it the public key that the second openssl printed:");
        script.say("ALTER USER " + user + " SET RSA_PUBLIC_KEY = '...';");
        script.say("To let it in from the address of Sluice alone, use a NETWORK POLICY.");
    }

    @Override
    public void rotate(Script script, Reader reader) {
        String user = standard(reader.user());
        script.say("Make a key as for the setup. Both keys hold until the old one is removed:");
        script.say("ALTER USER " + user + " SET RSA_PUBLIC_KEY_2 = '...';");
        script.say("Then 'sluice db rotate NAME --private-key key.p8', and after it:");
        script.say("ALTER USER " + user + " UNSET RSA_PUBLIC_KEY;");
    }

    @Override
    public void revoke(Script script, Reader reader) {
        grants(script, reader, "REVOKE SELECT ON ", " FROM ROLE " + role(reader));
        script.say("To remove the user and the role altogether:");
        script.say("DROP USER " + standard(reader.user()) + ";");
        script.say("DROP ROLE " + role(reader) + ";");
    }

    private static void grants(Script script, Reader reader, String verb, String whom) {
        for (TableName table : reader.tables()) {
            String name =
                    Quote.path(Quote::standard, reader.database(), table.schema(), table.name());
            script.run(verb, "TABLE ", name, whom);
        }
        if (reader.tables().isEmpty()) {
            for (String schema : reader.schemas()) {
                script.run(verb, "ALL TABLES IN SCHEMA ", in(reader, schema), whom);
                script.run(verb, "ALL VIEWS IN SCHEMA ", in(reader, schema), whom);
            }
        }
    }

    private static Set<String> schemas(Reader reader) {
        Set<String> schemas = new LinkedHashSet<>();
        reader.tables().forEach(table -> schemas.add(table.schema()));
        if (schemas.isEmpty()) {
            schemas.addAll(reader.schemas());
        }
        return schemas;
    }

    private static String in(Reader reader, String schema) {
        return Quote.path(Quote::standard, reader.database(), schema);
    }

    private static String role(Reader reader) {
        return standard(reader.option("role", reader.user() + "_reader"));
    }
}
