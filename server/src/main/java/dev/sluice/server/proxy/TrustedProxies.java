package dev.sluice.server.proxy;

import dev.sluice.core.address.AddressRange;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The proxies whose word on a client's address counts. Each appends the address that it was called
 * from, so the list is read from its end: the first address that is no proxy of ours is the
 * client's, and what stands before it anybody may have written.
 *
 * <p>Only addresses are taken from proxies. Under which scheme and name the server is reached is
 * configured, never believed.
 */
public final class TrustedProxies {
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    /** The attribute of a request whose remote address is a trusted proxy's word. */
    public static final String SPOKEN_FOR = TrustedProxies.class.getName() + ".spokenFor";

    static final int RANGES_MAX = 64;
    static final int HOPS_MAX = 32;

    private final List<AddressRange> ranges;

    private TrustedProxies(List<AddressRange> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /**
     * Reads ranges that commas separate; empty text is nobody.
     *
     * @throws IllegalArgumentException with the part that is no range
     */
    public static TrustedProxies parse(String text) {
        List<AddressRange> ranges =
                Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .map(part ->
                                AddressRange.parse(part)
                                        .orElseThrow(() -> new IllegalArgumentException(part)))
                        .toList();
        if (ranges.size() > RANGES_MAX) {
            throw new IllegalArgumentException("more than " + RANGES_MAX + " ranges");
        }
        return new TrustedProxies(ranges);
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /**
     * The address of the client that a proxy speaks for. Where both headers came and disagree, one
     * of them is not the proxy's: neither counts.
     *
     * @param peer the other end of the connection
     * @param forwardedFor the lines of {@code X-Forwarded-For}
     * @param forwarded the lines of {@code Forwarded}
     * @return empty when the peer is no proxy of ours, or names nobody that can be believed
     */
    public Optional<InetAddress> client(
            InetAddress peer, List<String> forwardedFor, List<String> forwarded) {
        if (!trusts(peer)) {
            return Optional.empty();
        }
        if (forwarded.isEmpty()) {
            return client(listed(forwardedFor));
        }
        Optional<InetAddress> client = client(ForwardedHeader.nodes(forwarded));
        return forwardedFor.isEmpty() || client.equals(client(listed(forwardedFor)))
                ? client
                : Optional.empty();
    }

    private static List<String> listed(List<String> lines) {
        List<String> nodes = new ArrayList<>();
        for (String line : lines) {
            nodes.addAll(Arrays.asList(line.split(",", -1)));
        }
        return nodes;
    }

    /** From the nearest on; the farthest of our own proxies where all are ours. */
    private Optional<InetAddress> client(List<String> nodes) {
        Optional<InetAddress> nearest = Optional.empty();
        int hops = 0;
        for (String node : nodes.reversed()) {
            Optional<InetAddress> address = address(node.strip());
            if (address.isEmpty() || ++hops > HOPS_MAX) {
                return Optional.empty();
            }
            nearest = address;
            if (!trusts(address.get())) {
                break;
            }
        }
        return nearest;
    }

    private boolean trusts(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** A node (RFC 7239 section 6) without its port; empty when it is hidden or no address. */
    private static Optional<InetAddress> address(String node) {
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            return end > 0 && isPort(node.substring(end + 1))
                    ? AddressRange.literal(node.substring(1, end))
                    : Optional.empty();
        }
        int colon = node.indexOf(':');
        boolean single = colon >= 0 && colon == node.lastIndexOf(':');
        return single && isPort(node.substring(colon))
                ? AddressRange.literal(node.substring(0, colon))
                : AddressRange.literal(node);
    }

    private static boolean isPort(String text) {
        return text.isEmpty() || text.matches(":\\d{1,5}");
    }
}
