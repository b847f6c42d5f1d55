package dev.sluice.core.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressScopeTest {
    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, PUBLIC",
        "2606:4700::1111, PUBLIC",
        "64:ff9b::808:808, PUBLIC",
        "127.0.0.1, LOOPBACK",
        "127.9.9.9, LOOPBACK",
        "::1, LOOPBACK",
        "::ffff:127.0.0.1, LOOPBACK",
        "64:ff9b::7f00:1, LOOPBACK",
        "10.1.2.3, PRIVATE",
        "172.31.255.255, PRIVATE",
        "192.168.0.1, PRIVATE",
        "100.64.0.1, PRIVATE",
        "fd12::1, PRIVATE",
        "64:ff9b::a00:1, PRIVATE",
        "169.254.1.1, LINK_LOCAL",
        "fe80::1, LINK_LOCAL",
        "169.254.169.254, METADATA",
        "::ffff:169.254.169.254, METADATA",
        "64:ff9b::a9fe:a9fe, METADATA",
        "169.254.170.2, METADATA",
        "fd00:ec2::254, METADATA",
        "168.63.129.16, METADATA",
        "100.100.100.200, METADATA",
        "0.0.0.0, RESERVED",
        "0.1.2.3, RESERVED",
        "224.0.0.1, RESERVED",
        "255.255.255.255, RESERVED",
        "203.0.113.7, RESERVED",
        "::, RESERVED",
        "::a9fe:a9fe, RESERVED",
        "2002:a9fe:a9fe::1, RESERVED",
        "2001:0:a9fe:a9fe::1, RESERVED",
        "64:ff9b:1::a9fe:a9fe, RESERVED",
        "ff02::1, RESERVED",
        "4000::1, RESERVED"
    })
    void knowsWhatAnAddressIsFor(String address, AddressScope scope) {
        assertThat(AddressScope.of(InetAddress.ofLiteral(address))).isEqualTo(scope);
    }
}
