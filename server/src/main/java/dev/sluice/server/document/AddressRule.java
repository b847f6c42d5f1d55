package dev.sluice.server.document;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/** Which addresses the server may connect to when a stranger names them. */
public enum AddressRule {
    /** The public internet alone. */
    PUBLIC,

    /** This machine too: for development and tests. */
    PUBLIC_AND_LOOPBACK,

    /** Any address, where the operator of the deployment has named the host. */
    ANY;

    /** IPv4 that is no unicast of the public internet (IANA's special-purpose registry). */
    private static final List<Block> NOT_PUBLIC =
            List.of(
                    Block.of(0, 0, 8),
                    Block.of(10, 0, 8),
                    Block.of(100, 64, 10),
                    Block.of(127, 0, 8),
                    Block.of(169, 254, 16),
                    Block.of(172, 16, 12),
                    new Block(0xc0000000, 24), // 192.0.0.0
                    new Block(0xc0000200, 24), // 192.0.2.0
                    new Block(0xc0586300, 24), // 192.88.99.0
                    Block.of(192, 168, 16),
                    Block.of(198, 18, 15),
                    new Block(0xc6336400, 24), // 198.51.100.0
                    new Block(0xcb007100, 24), // 203.0.113.0
                    Block.of(224, 0, 3)); // multicast, reserved, broadcast

    private record Block(int network, int bits) {
        static Block of(int first, int second, int bits) {
            return new Block((first << 24) | (second << 16), bits);
        }

        boolean contains(int address) {
            return (address ^ network) >>> (32 - bits) == 0;
        }
    }

    boolean allowsLoopback() {
        return this != PUBLIC;
    }

    boolean allows(InetAddress address) {
        if (this == ANY) {
            return true;
        }
        if (address.isLoopbackAddress()) {
            return allowsLoopback();
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? publicFour(bytes) : publicSix(bytes);
    }

    private static boolean publicFour(byte[] bytes) {
        int address = (part(bytes, 0) << 16) | part(bytes, 2);
        return NOT_PUBLIC.stream().noneMatch(block -> block.contains(address));
    }

    /**
     * Global unicast (2000::/3) without the ranges that carry an IPv4 address within (6to4, Teredo)
     * or that are for protocols and documentation.
     */
    private static boolean publicSix(byte[] bytes) {
        int first = part(bytes, 0);
        int second = part(bytes, 2);
        boolean global = first >>> 13 == 1;
        boolean protocols = first == 0x2001 && second < 0x0200;
        boolean documentation =
                (first == 0x2001 && second == 0x0db8) || (first == 0x3fff && second < 0x1000);
        return global && !protocols && !documentation && first != 0x2002;
    }

    private static int part(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }
}
