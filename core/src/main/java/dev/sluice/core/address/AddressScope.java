package dev.sluice.core.address;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * From where an address can be reached.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA's special-purpose
 *     addresses of IPv4</a> and <a
 *     href="https://www.iana.org/assignments/iana-ipv6-special-registry">of IPv6</a>
 */
public enum AddressScope {
    /** Unicast of the public internet. */
    PUBLIC,

    /** This machine. */
    LOOPBACK,

    /** Networks of one organisation or provider. */
    PRIVATE,

    /** This machine's own cable. */
    LINK_LOCAL,

    /**
     * Services that hand a machine of a cloud its identity and its secrets, whatever range the
     * cloud took their address from.
     */
    METADATA,

    /** Nobody that a connection could be for: unspecified, multicast, documentation, reserved. */
    RESERVED;

    private static final List<InetAddress> METADATA_SERVICES =
            List.of(
                    InetAddress.ofLiteral("169.254.169.254"), // nearly all of them
                    InetAddress.ofLiteral("169.254.170.2"), // Amazon ECS
                    InetAddress.ofLiteral("169.254.170.23"), // Amazon EKS
                    InetAddress.ofLiteral("fd00:ec2::254"), // Amazon
                    InetAddress.ofLiteral("fd00:ec2::23"), // Amazon EKS
                    InetAddress.ofLiteral("fd20:ce::254"), // Google
                    InetAddress.ofLiteral("168.63.129.16"), // Azure
                    InetAddress.ofLiteral("100.100.100.200"), // Alibaba
                    InetAddress.ofLiteral("192.0.0.192"), // Oracle
                    InetAddress.ofLiteral("fd00:42::42")); // Scaleway

    /** The first range that holds an address says its scope; no range at all is public. */
    private static final List<Map.Entry<AddressRange, AddressScope>> FOUR =
            List.of(
                    entry("127.0.0.0/8", LOOPBACK),
                    entry("10.0.0.0/8", PRIVATE),
                    entry("172.16.0.0/12", PRIVATE),
                    entry("192.168.0.0/16", PRIVATE),
                    entry("100.64.0.0/10", PRIVATE), // between a provider and its customers
                    entry("198.18.0.0/15", PRIVATE), // measurements
                    entry("169.254.0.0/16", LINK_LOCAL),
                    entry("0.0.0.0/8", RESERVED),
                    entry("192.0.0.0/24", RESERVED),
                    entry("192.0.2.0/24", RESERVED),
                    entry("192.88.99.0/24", RESERVED),
                    entry("198.51.100.0/24", RESERVED),
                    entry("203.0.113.0/24", RESERVED),
                    entry("224.0.0.0/3", RESERVED));

    /** The same for IPv6, where no range at all is reserved. */
    private static final List<Map.Entry<AddressRange, AddressScope>> SIX =
            List.of(
                    entry("::1", LOOPBACK),
                    entry("fc00::/7", PRIVATE),
                    entry("fec0::/10", PRIVATE),
                    entry("fe80::/10", LINK_LOCAL),
                    entry("2001::/23", RESERVED), // protocols, among them Teredo
                    entry("2001:db8::/32", RESERVED),
                    entry("2002::/16", RESERVED), // 6to4
                    entry("3fff::/20", RESERVED),
                    entry("2000::/3", PUBLIC));

    /** Addresses of IPv4 as a network of IPv6 sees them (RFC 6052 section 2.1). */
    private static final AddressRange TRANSLATED = range("64:ff9b::/96");

    private static final int BYTES_OF_FOUR = 4;

    /** The scope of an address; of the one inside where an address of IPv6 stands for IPv4. */
    public static AddressScope of(InetAddress address) {
        if (METADATA_SERVICES.contains(address)) {
            return METADATA;
        }
        byte[] bytes = address.getAddress();
        if (bytes.length == BYTES_OF_FOUR) {
            return find(FOUR, address, PUBLIC);
        }
        return TRANSLATED.contains(address)
                ? of(AddressRange.four(bytes, bytes.length - BYTES_OF_FOUR))
                : find(SIX, address, RESERVED);
    }

    private static AddressScope find(
            List<Map.Entry<AddressRange, AddressScope>> ranges,
            InetAddress address,
            AddressScope otherwise) {
        return ranges.stream()
                .filter(entry -> entry.getKey().contains(address))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(otherwise);
    }

    private static Map.Entry<AddressRange, AddressScope> entry(String range, AddressScope scope) {
        return Map.entry(range(range), scope);
    }

    private static AddressRange range(String text) {
        return AddressRange.parse(text).orElseThrow();
    }
}
