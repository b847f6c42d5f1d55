package dev.sluice.core.address;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The addresses whose first bits are those of another (RFC 4632 section 3.1, RFC 4291 section 2.3).
 *
 * @param first an address in the range
 * @param bits how many of its first bits count, at least 1: a range is never everybody
 */
public record AddressRange(InetAddress first, int bits) {
    private static final int CHARACTERS_MAX = 64;
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    public AddressRange {
        if (bits < 1 || bits > first.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("not a length of " + first + ": " + bits);
        }
    }

    /** Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address alone. */
    public static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        return literal(address)
                .flatMap(first -> {
                    int whole = first.getAddress().length * Byte.SIZE;
                    int bits = slash < 0 ? whole : length(text.substring(slash + 1));
                    return bits < 1 || bits > whole
                            ? Optional.empty()
                            : Optional.of(new AddressRange(first, bits));
                });
    }

    /**
     * An address in its usual spelling, without a scope; names are not looked up. One of IPv4 that
     * is written as IPv6 (RFC 4291 section 2.5.5.2) is the one of IPv4.
     */
    public static Optional<InetAddress> literal(String text) {
        boolean usual =
                text.length() <= CHARACTERS_MAX
                        && (text.contains(":")
                                ? text.indexOf('%') < 0 && text.indexOf('[') < 0
                                : IPV4.matcher(text).matches());
        if (!usual) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The address of IPv4 whose four bytes stand here. */
    static InetAddress four(byte[] bytes, int from) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < from + Integer.BYTES; i++) {
            text.append(text.isEmpty() ? "" : ".").append(bytes[i] & 0xff);
        }
        return InetAddress.ofLiteral(text.toString());
    }

    private static int length(String digits) {
        try {
            return digits.length() > 3 || digits.startsWith("+") ? -1 : Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Whether it is of the same family and begins with the same bits. */
    public boolean contains(InetAddress address) {
        byte[] ours = first.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
