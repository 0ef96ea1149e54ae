package dev.nave.guard.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearnessTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "8.8.8.8, PUBLIC",
        "2606:4700::1111, PUBLIC",
        "10.1.2.3, PRIVATE",
        "172.31.255.1, PRIVATE",
        "192.168.0.1, PRIVATE",
        "100.64.0.1, PRIVATE",
        "198.18.0.1, PRIVATE",
        "0.1.2.3, PRIVATE",
        "255.255.255.255, PRIVATE",
        "fd00::1, PRIVATE",
        "64:ff9b::a00:1, PRIVATE",
        "2002:a00:1::, PRIVATE",
        "::ffff:10.0.0.1, PRIVATE",
        "127.0.0.1, LOOPBACK",
        "127.9.9.9, LOOPBACK",
        "::1, LOOPBACK",
        "::ffff:127.0.0.1, LOOPBACK",
        "169.254.169.254, NOWHERE",
        "fe80::1, NOWHERE",
        "224.0.0.1, NOWHERE",
        "0.0.0.0, NOWHERE",
        "::, NOWHERE",
    })
    void anAddressIsAsNearAsItIs(String address, Nearness expected) throws Exception {
        assertThat(Nearness.of(InetAddress.ofLiteral(address))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "example.com, true",
        "mcp.example.com., true",
        "localhost.example, true",
        "a.xn--p1ai, true",
        "localhost, false",
        "a.localhost, false",
        "mcp.test, false",
        "printer.local, false",
        "mcp.corp.internal, false",
        "box.home.arpa, false",
        "box, false",
        "127.0.0.1, false",
        "[::1], false",
    })
    void aNameThatAnybodyMayOwnIsKnown(String host, boolean anybodys) {
        assertThat(Nearness.isAnybodys(host)).isEqualTo(anybodys);
    }

    @Test
    void nothingNearerThanTheServerItselfIsConnectedTo() throws Exception {
        InetAddress open = InetAddress.ofLiteral("8.8.8.8");
        InetAddress inside = InetAddress.ofLiteral("10.0.0.1");
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        InetAddress metadata = InetAddress.ofLiteral("169.254.169.254");

        Nearness.PUBLIC.rule().check("host", open);
        Nearness.PRIVATE.rule().check("host", inside);
        Nearness.LOOPBACK.rule().check("host", here);
        Nearness.LOOPBACK.rule().check("host", open);
        assertThatThrownBy(() -> Nearness.PUBLIC.rule().check("evil.example", inside))
                .hasMessageContaining("'evil.example' is at 10.0.0.1, in a private network");
        assertThatThrownBy(() -> Nearness.PUBLIC.rule().check("evil.example", here))
                .hasMessageContaining("this machine");
        assertThatThrownBy(() -> Nearness.PRIVATE.rule().check("host", here)).hasMessageContaining("this machine");
        assertThatThrownBy(() -> Nearness.LOOPBACK.rule().check("host", metadata))
                .hasMessageContaining("link-local");
    }

    @Test
    void aServerIsAsNearAsItsHost() {
        assertThat(Nearness.of(URI.create("http://127.0.0.1:1/mcp"))).isEqualTo(Nearness.LOOPBACK);
        assertThat(Nearness.of(URI.create("http://[fd00::1]/mcp"))).isEqualTo(Nearness.PRIVATE);
        assertThat(Nearness.of(URI.create("http://8.8.8.8/mcp"))).isEqualTo(Nearness.PUBLIC);
        assertThat(Nearness.of(URI.create("http://169.254.169.254/mcp"))).isEqualTo(Nearness.PUBLIC);
    }
}
