package dev.sluice.server.limit;

import dev.sluice.core.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The tries that are left, by peer address and by whom a request claims to be. */
public final class CredentialLimits {
    private static final int KEY_CHARACTERS_MAX = 254;
    private static final int IPV6_NETWORK_BYTES = 8;

    private final RateLimiter tokensPerClient;
    private final RateLimiter tokensPerAddress;
    private final RateLimiter signInsPerAccount;
    private final RateLimiter signInsPerAddress;
    private final RateLimiter registrations;
    private final RateLimiter deviceStarts;
    private final RateLimiter documents;
    private final RateLimiter userCodesPerAccount;
    private final RateLimiter userCodesPerAddress;

    public CredentialLimits(RateLimits limits, InstantSource clock) {
        tokensPerClient = new RateLimiter(limits.tokensPerClient(), clock);
        tokensPerAddress = new RateLimiter(limits.tokensPerAddress(), clock);
        signInsPerAccount = new RateLimiter(limits.signInsPerAccount(), clock);
        signInsPerAddress = new RateLimiter(limits.signInsPerAddress(), clock);
        registrations = new RateLimiter(limits.strangers().registrations(), clock);
        deviceStarts = new RateLimiter(limits.strangers().registrations(), clock);
        documents = new RateLimiter(limits.strangers().documents(), clock);
        userCodesPerAccount = new RateLimiter(limits.strangers().userCodes(), clock);
        userCodesPerAddress = new RateLimiter(limits.strangers().userCodes(), clock);
    }

    /** Empty when the request may go on, else how long to wait. */
    public Optional<Duration> tokenRequest(HttpServletRequest request, Optional<String> client) {
        return tokensPerAddress
                .take(peer(request))
                .or(() -> client.flatMap(id -> tokensPerClient.take(key(id))));
    }

    /**
     * The client as one network uses it: who tries its secret elsewhere has a bucket of their own.
     */
    public static String clientFrom(HttpServletRequest request, String client) {
        return peer(request) + " " + client; // in this order, as long keys are cut
    }

    /** Empty when the request may go on, else how long to wait. */
    public Optional<Duration> signIn(HttpServletRequest request, TenantId tenant, String email) {
        return signInsPerAddress
                .take(peer(request))
                .or(() -> signInsPerAccount.take(key(tenant, email)));
    }

    /** Empty when the request may go on, else how long to wait. */
    public Optional<Duration> setUp(HttpServletRequest request) {
        return signInsPerAddress.take(peer(request));
    }

    /** Empty when the request may go on, else how long to wait. */
    public Optional<Duration> passkey(HttpServletRequest request) {
        return signInsPerAddress.take(peer(request));
    }

    /** Empty when the request may go on, else how long to wait. */
    public Optional<Duration> registration(HttpServletRequest request) {
        return registrations.take(peer(request));
    }

    /** Empty when the request may go on, else how long to wait. */
    public Optional<Duration> deviceStart(HttpServletRequest request) {
        return deviceStarts.take(peer(request));
    }

    /** Empty when the request may go on, else how long to wait. */
    public Optional<Duration> documentRead(HttpServletRequest request) {
        return documents.take(peer(request));
    }

    /** Empty when the request may go on, else how long to wait. */
    public Optional<Duration> userCode(HttpServletRequest request, String account) {
        return userCodesPerAddress.take(peer(request)).or(() -> userCodesPerAccount.take(account));
    }

    public void signedIn(TenantId tenant, String email) {
        signInsPerAccount.restore(key(tenant, email));
    }

    /** Tenants' accounts of one address have nothing to do with each other. */
    private static String key(TenantId tenant, String email) {
        return tenant.value() + "/" + key(email);
    }

    private static String key(String claimed) {
        String key = claimed.strip().toLowerCase(Locale.ROOT);
        return key.length() > KEY_CHARACTERS_MAX ? key.substring(0, KEY_CHARACTERS_MAX) : key;
    }

    /**
     * The address that the connection came from: headers that name another are not believed. Of an
     * IPv6 address the network part counts, as one host owns all the rest.
     */
    private static String peer(HttpServletRequest request) {
        try {
            byte[] address = InetAddress.ofLiteral(bare(request.getRemoteAddr())).getAddress();
            int bytes = Math.min(address.length, IPV6_NETWORK_BYTES);
            return HexFormat.of().formatHex(Arrays.copyOf(address, bytes));
        } catch (IllegalArgumentException e) {
            return request.getRemoteAddr();
        }
    }

    private static String bare(String address) {
        return address.startsWith("[") && address.endsWith("]")
                ? address.substring(1, address.length() - 1)
                : address;
    }
}
