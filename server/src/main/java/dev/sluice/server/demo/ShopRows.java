package dev.sluice.server.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The rows of the sample shop: several merchants (tenants) in the same tables, with personal data
 * that a policy should hide. The same seed gives the same rows on every machine; all people are
 * invented.
 */
final class ShopRows {
    static final int TENANTS = 4;
    static final int CUSTOMERS = 6_000;
    static final int PRODUCTS = 300;
    static final int ORDERS = 24_000;
    static final int TICKETS = 3_000;
    static final int EMPLOYEES = 80;

    private static final long SEED = 20_261_120;
    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);
    private static final int DAYS = 1_000;

    private static final List<String> REGIONS =
            List.of(
                    "NO|North|Norway",
                    "SE|Svealand|Sweden",
                    "DE|Rhine|Germany",
                    "FR|Loire|France",
                    "IT|Lombardy|Italy",
                    "ES|Aragon|Spain",
                    "PL|Mazovia|Poland",
                    "PT|Minho|Portugal",
                    "IE|Munster|Ireland",
                    "NL|Holland|Netherlands",
                    "AT|Styria|Austria",
                    "FI|Uusimaa|Finland");
    private static final List<String> FIRST_NAMES =
            List.of(
                    "Ada", "Bram", "Clara", "Dario", "Edda", "Fynn", "Greta", "Hugo", "Ines",
                    "Jonas", "Kaja", "Luca", "Mira", "Nils", "Olga", "Pau", "Rosa", "Sami", "Tilda",
                    "Vito");
    private static final List<String> LAST_NAMES =
            List.of(
                    "Aalto", "Berg", "Costa", "Dahl", "Engel", "Ferri", "Grau", "Holm", "Iversen",
                    "Jansen", "Keller", "Lund", "Moretti", "Nowak", "Olsen", "Prado", "Rossi",
                    "Silva", "Torres", "Winter");
    private static final List<String> SEGMENTS = List.of("consumer", "business", "public");
    private static final List<String> CATEGORIES =
            List.of("coffee", "tea", "chocolate", "spices", "kitchen", "books");
    private static final List<String> ADJECTIVES =
            List.of("Dark", "Light", "Golden", "Quiet", "Northern", "Wild", "Old", "Bright");
    private static final List<String> NOUNS =
            List.of("Harbour", "Orchard", "Meadow", "Summit", "Lantern", "River", "Cellar");
    private static final List<String> STATUSES =
            List.of("shipped", "shipped", "shipped", "delivered", "delivered", "new", "cancelled");
    private static final List<String> METHODS = List.of("card", "card", "invoice", "transfer");
    private static final List<String> SUBJECTS =
            List.of("Late parcel", "Wrong item", "Invoice needed", "Refund", "Question on sizes");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final int[] priceCents = new int[PRODUCTS + 1];

    /** Receives the rows, table after table, parents before children. */
    @FunctionalInterface
    interface Sink {
        void row(String table, Object... values);
    }

    void writeTo(Sink sink) {
        for (String region : REGIONS) {
            sink.row("regions", (Object[]) region.split("\\|"));
        }
        customers(sink);
        products(sink);
        orders(sink);
        tickets(sink);
        employees(sink);
    }

    private void customers(Sink sink) {
        for (int id = 1; id <= CUSTOMERS; id++) {
            String first = pick(FIRST_NAMES);
            String last = pick(LAST_NAMES);
            String mail = first + "." + last + id + "@example.com";
            sink.row(
                    "customers",
                    id,
                    tenantOf(id),
                    first + " " + last,
                    mail.toLowerCase(Locale.ROOT),
                    "+99 555 " + (1_000_000 + random.nextInt(9_000_000)),
                    "ID-" + (100_000_000 + random.nextInt(900_000_000)),
                    region(),
                    pick(SEGMENTS),
                    day(),
                    money(50_000 + random.nextInt(950_000)),
                    "Prefers calls after " + (9 + random.nextInt(9)) + " h");
        }
    }

    private void products(Sink sink) {
        for (int id = 1; id <= PRODUCTS; id++) {
            priceCents[id] = 199 + random.nextInt(9_800);
            sink.row(
                    "products",
                    id,
                    "SKU-" + (10_000 + id),
                    pick(ADJECTIVES) + " " + pick(NOUNS) + " " + id,
                    pick(CATEGORIES),
                    money(priceCents[id]),
                    money(priceCents[id] * 6 / 10),
                    random.nextInt(20) != 0);
        }
    }

    private void orders(Sink sink) {
        for (int id = 1; id <= ORDERS; id++) {
            int customer = 1 + random.nextInt(CUSTOMERS);
            LocalDate day = day();
            String status = pick(STATUSES);
            int totalCents = items(sink, id);
            sink.row(
                    "orders",
                    id,
                    tenantOf(customer),
                    customer,
                    day,
                    status,
                    money(totalCents),
                    "EUR",
                    region());
            if (!status.equals("new") && !status.equals("cancelled")) {
                String card =
                        "4000 0000 "
                                + (1000 + random.nextInt(9000))
                                + " "
                                + (1000 + random.nextInt(9000));
                sink.row(
                        "payments",
                        id,
                        id,
                        day.plusDays(random.nextInt(20)),
                        pick(METHODS),
                        card,
                        money(totalCents));
            }
        }
    }

    private int items(Sink sink, int order) {
        int totalCents = 0;
        int lines = 1 + random.nextInt(4);
        for (int line = 1; line <= lines; line++) {
            int product = 1 + random.nextInt(PRODUCTS);
            int quantity = 1 + random.nextInt(5);
            totalCents += quantity * priceCents[product];
            sink.row("order_items", order, line, product, quantity, money(priceCents[product]));
        }
        return totalCents;
    }

    private void tickets(Sink sink) {
        for (int id = 1; id <= TICKETS; id++) {
            int customer = 1 + random.nextInt(CUSTOMERS);
            sink.row(
                    "support_tickets",
                    id,
                    tenantOf(customer),
                    customer,
                    day(),
                    pick(SUBJECTS),
                    "Hello, this is "
                            + pick(FIRST_NAMES)
                            + ", about order "
                            + (1 + random.nextInt(ORDERS))
                            + ".",
                    random.nextInt(5) == 0 ? "open" : "closed");
        }
    }

    private void employees(Sink sink) {
        for (int id = 1; id <= EMPLOYEES; id++) {
            sink.row(
                    "employees",
                    id,
                    pick(FIRST_NAMES) + " " + pick(LAST_NAMES),
                    money(2_800_000 + random.nextInt(6_000_000)));
        }
    }

    private static int tenantOf(int customer) {
        return 1 + customer % TENANTS;
    }

    private String region() {
        String region = pick(REGIONS);
        return region.substring(0, region.indexOf('|'));
    }

    private LocalDate day() {
        return FIRST_DAY.plusDays(random.nextInt(DAYS));
    }

    private static BigDecimal money(int cents) {
        return BigDecimal.valueOf(cents, 2);
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
