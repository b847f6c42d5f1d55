package dev.sluice.connector.jdbc;

import dev.sluice.connector.ResultColumn;

/** A column of an answer, and how its values are read. */
public record JdbcColumn(ResultColumn column, CellReader reader) {}
