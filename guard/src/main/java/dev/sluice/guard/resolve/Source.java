package dev.sluice.guard.resolve;

import dev.sluice.guard.tree.TableExpression;
import java.util.List;
import java.util.function.Supplier;

/**
 * An element of FROM that is resolved but for the columns that the rest of the query will turn out
 * to need.
 *
 * @param columns what {@code *} stands for, in order
 * @param build the element once all references are known
 */
record Source(List<Field> columns, Supplier<TableExpression> build) {}
