package dev.sluice.connector.mysql;

/** The text of a value, for {@link WireCodec}. */
final class WireValue {
    private final byte[] utf8;

    WireValue(byte[] utf8) {
        this.utf8 = utf8;
    }

    byte[] utf8() {
        return utf8;
    }
}
