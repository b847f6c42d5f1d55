package dev.sluice.connector.sqlserver;

/** The engines that speak TDS. */
enum Edition {
    SQL_SERVER("sqlserver", "SQL Server"),
    /** A dedicated or serverless pool of Azure Synapse, which knows fewer settings. */
    SYNAPSE("synapse", "Azure Synapse");

    private final String type;
    private final String title;

    Edition(String type, String title) {
        this.type = type;
        this.title = title;
    }

    String type() {
        return type;
    }

    String title() {
        return title;
    }
}
