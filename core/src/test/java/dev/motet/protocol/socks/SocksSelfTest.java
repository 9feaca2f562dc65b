package dev.motet.protocol.socks;

import dev.motet.suite.ProxyPair;
import dev.motet.suite.ProxySuite;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

class SocksSelfTest extends ProxySuite {
  static Stream<Arguments> pairs() {
    return onAllBackEnds(
        new ProxyPair("socks5", "\"type\": \"socks\"", "\"type\": \"socks\"", true),
        new ProxyPair(
            "socks5 with login",
            "\"type\": \"socks\", \"users\": [{\"username\": \"u\", \"password\": \"p\"}]",
            "\"type\": \"socks\", \"username\": \"u\", \"password\": \"p\"",
            true),
        new ProxyPair(
            "socks4",
            "\"type\": \"socks\"",
            "\"type\": \"socks\", \"version\": \"4\"",
            false,
            "{\"servers\": [{\"type\": \"hosts\", \"predefined\": {\"localhost\": \"127.0.0.1\"}}]}"),
        new ProxyPair(
            "socks4a with user",
            "\"type\": \"socks\", \"users\": [{\"username\": \"u\", \"password\": \"\"}]",
            "\"type\": \"socks\", \"version\": \"4a\", \"username\": \"u\"",
            false),
        new ProxyPair(
            "udp over tcp",
            "\"type\": \"socks\"",
            "\"type\": \"socks\", \"udp_over_tcp\": true",
            true),
        new ProxyPair(
            "udp over tcp, version 1",
            "\"type\": \"socks\"",
            "\"type\": \"socks\", \"udp_over_tcp\": {\"enabled\": true, \"version\": 1}",
            true));
  }
}
