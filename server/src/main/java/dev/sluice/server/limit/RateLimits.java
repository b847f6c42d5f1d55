package dev.sluice.server.limit;

import java.time.Duration;

/**
 * How often credentials may be tried. An account's limit applies to unknown accounts alike, so that
 * it does not tell which exist. Somebody who knows an address can use its tries up and so delay its
 * owner's sign-in; the alternative would be unlimited guessing from many addresses.
 *
 * @param tokensPerClient requests to the token and revocation endpoints that name one client, from
 *     one peer address
 * @param tokensPerAddress the same from one peer address
 * @param signInsPerAccount sign-ins that name one e-mail address of a tenant; a successful one
 *     restores them
 * @param signInsPerAddress sign-ins and set-ups from one peer address
 * @param strangers what clients that nobody here made may cause
 */
public record RateLimits(
        Limit tokensPerClient,
        Limit tokensPerAddress,
        Limit signInsPerAccount,
        Limit signInsPerAddress,
        Strangers strangers) {

    public static final RateLimits DEFAULT =
            new RateLimits(
                    new Limit(60, Duration.ofSeconds(1)),
                    new Limit(240, Duration.ofMillis(250)),
                    new Limit(10, Duration.ofSeconds(30)),
                    new Limit(30, Duration.ofSeconds(6)),
                    Strangers.DEFAULT);

    /**
     * What clients that nobody here made may cause.
     *
     * @param registrations of clients from one peer address, and apart from them devices that begin
     *     to sign in
     * @param documents about clients, fetched for people at one peer address
     * @param userCodes of devices, tried by one account and from one peer address
     */
    public record Strangers(Limit registrations, Limit documents, Limit userCodes) {
        public static final Strangers DEFAULT =
                new Strangers(
                        new Limit(20, Duration.ofMinutes(1)),
                        new Limit(20, Duration.ofSeconds(30)),
                        new Limit(10, Duration.ofSeconds(30)));
    }

    /**
     * A bucket of tries that refills.
     *
     * @param burst tries in a full bucket
     * @param every the time in which one try comes back
     */
    public record Limit(int burst, Duration every) {
        public Limit {
            if (burst < 1 || every.toMillis() < 1) {
                throw new IllegalArgumentException("burst and time must be positive: " + burst);
            }
        }
    }
}
