package dev.sluice.cli.setup;

import static dev.sluice.cli.setup.Quote.shell;

import dev.sluice.core.TableName;

/** BigQuery: a service account that may run queries and read chosen datasets or tables. */
final class BigqueryRecipe implements Recipe {
    private static final String VIEWER = "`roles/bigquery.dataViewer`";

    @Override
    public void setup(Script script, Reader reader) {
        String project = shell(project(reader));
        script.say("Run as an administrator of the project, with the Google Cloud CLI.");
        script.line(
                "gcloud iam service-accounts create ",
                shell(reader.user()),
                " --project=",
                project,
                " --display-name='Sluice, reads only'");
        script.line(
                "gcloud projects add-iam-policy-binding ",
                project,
                " --member=",
                shell("serviceAccount:" + account(reader)),
                " --role='roles/bigquery.jobUser' --condition=None");
        grants(script, reader, "GRANT " + VIEWER + " ON ", " TO ");
        key(script, reader);
    }

    private static void key(Script script, Reader reader) {
        script.say("A key, for 'sluice db connect --service-account key.json'; then delete it:");
        script.line(
                "gcloud iam service-accounts keys create key.json --iam-account=",
                shell(account(reader)));
    }

    @Override
    public void rotate(Script script, Reader reader) {
        key(script, reader);
        script.say("Then 'sluice db rotate NAME --service-account key.json', and after it:");
        script.line("gcloud iam service-accounts keys list --iam-account=", shell(account(reader)));
        script.say(
                "gcloud iam service-accounts keys delete OLD_KEY --iam-account="
                        + shell(account(reader)));
    }

    @Override
    public void revoke(Script script, Reader reader) {
        grants(script, reader, "REVOKE " + VIEWER + " ON ", " FROM ");
        script.say("To remove the account altogether:");
        script.say("gcloud iam service-accounts delete " + shell(account(reader)));
    }

    private static void grants(Script script, Reader reader, String verb, String whom) {
        String member = whom + "\"serviceAccount:" + account(reader) + "\"";
        for (TableName table : reader.tables()) {
            String path =
                    Quote.path(
                            Quote::escapedBackticks, project(reader), table.schema(), table.name());
            query(script, reader, verb + "TABLE " + path + member);
        }
        if (reader.tables().isEmpty()) {
            for (String dataset : reader.schemas()) {
                String path = Quote.path(Quote::escapedBackticks, project(reader), dataset);
                query(script, reader, verb + "SCHEMA " + path + member);
            }
        }
    }

    private static void query(Script script, Reader reader, String sql) {
        script.line(
                "bq query --use_legacy_sql=false --project_id=",
                shell(project(reader)),
                " ",
                shell(sql));
    }

    private static String project(Reader reader) {
        return reader.option("project", reader.database());
    }

    /** Nothing but letters, digits and dashes is part of such an address. */
    private static String account(Reader reader) {
        return plain(reader.user()) + "@" + plain(project(reader)) + ".iam.gserviceaccount.com";
    }

    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9.:-]", "-");
    }
}
