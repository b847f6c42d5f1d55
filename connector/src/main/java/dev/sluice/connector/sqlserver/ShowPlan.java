package dev.sluice.connector.sqlserver;

import dev.sluice.connector.jdbc.Estimate;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code SET SHOWPLAN_XML} answers: bytes are the rows that each reading operator goes
 * through, times their average size, times how often it runs; the cost is the optimizer's own,
 * which once were seconds on somebody's desk.
 *
 * @see <a href="https://schemas.microsoft.com/sqlserver/2004/07/showplan/">Showplan schema</a>
 */
final class ShowPlan {
    static final int CHARACTERS_MAX = 4 << 20;

    private static final int DEPTH_MAX = 1_000;

    /** Operators that take rows from a table or an index; all others take them from operators. */
    private static final Set<String> READING =
            Set.of(
                    "Table Scan",
                    "Clustered Index Scan",
                    "Clustered Index Seek",
                    "Index Scan",
                    "Index Seek",
                    "Columnstore Index Scan",
                    "RID Lookup",
                    "Key Lookup",
                    "Remote Query",
                    "Remote Scan",
                    "Remote Index Scan",
                    "Table-valued function");

    private ShowPlan() {}

    /**
     * @throws IllegalArgumentException when the text is no plan
     */
    static Estimate read(String xml) {
        if (xml.length() > CHARACTERS_MAX) {
            throw new IllegalArgumentException("plan of " + xml.length() + " characters");
        }
        try {
            return read(factory().createXMLStreamReader(new StringReader(xml)));
        } catch (XMLStreamException | NumberFormatException e) {
            throw new IllegalArgumentException("no plan");
        }
    }

    /** No document type, and so no entities: neither of this process's files nor endless ones. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }

    private static Estimate read(XMLStreamReader plan) throws XMLStreamException {
        double bytes = 0;
        double cost = 0;
        boolean statement = false;
        Deque<String> open = new ArrayDeque<>();
        while (plan.hasNext()) {
            int event = plan.next();
            if (event == XMLStreamConstants.DTD) {
                throw new IllegalArgumentException("no plan");
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                open.pop();
            }
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            if (open.size() >= DEPTH_MAX) {
                throw new IllegalArgumentException("deep plan");
            }
            open.push(plan.getLocalName());
            switch (plan.getLocalName()) {
                case "StmtSimple" -> {
                    statement = true;
                    cost += number(plan, "StatementSubTreeCost");
                }
                case "RelOp" -> bytes += read(plan.getAttributeValue(null, "PhysicalOp"), plan);
                default -> {}
            }
        }
        if (!statement) {
            throw new IllegalArgumentException("no plan");
        }
        return new Estimate((long) Math.min(Math.ceil(bytes), Long.MAX_VALUE), cost);
    }

    private static double read(@Nullable String operator, XMLStreamReader plan) {
        if (operator == null || !READING.contains(operator)) {
            return 0;
        }
        double rows = Math.max(number(plan, "EstimateRows"), number(plan, "EstimatedRowsRead"));
        double runs = 1 + number(plan, "EstimateRebinds") + number(plan, "EstimateRewinds");
        return rows * number(plan, "AvgRowSize") * runs;
    }

    private static double number(XMLStreamReader plan, String attribute) {
        String text = plan.getAttributeValue(null, attribute);
        double number = text == null ? 0 : Double.parseDouble(text);
        if (Double.isNaN(number) || number < 0) {
            throw new IllegalArgumentException("no plan");
        }
        return number;
    }
}
