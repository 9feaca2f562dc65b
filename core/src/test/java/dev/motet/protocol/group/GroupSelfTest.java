package dev.motet.protocol.group;

import dev.motet.suite.ProxyPair;
import dev.motet.suite.ProxySuite;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/// What groups carry, on every socket back end.
class GroupSelfTest extends ProxySuite {
  static Stream<Arguments> pairs() {
    return onAllBackEnds(
        pair("selector", "\"default\": \"out\""),
        pair("fallback behind a dead member", "\"url\": \"http://127.0.0.1:9/\""),
        pair(
            "load-balance with a dead member",
            "\"url\": \"http://127.0.0.1:9/\", \"strategy\": \"least-connections\""));
  }

  /// The group is the last outbound; its members are one that nobody listens at, and `out`.
  private static ProxyPair pair(String name, String fields) {
    String outbounds =
        """
        "type": "socks"},
        {"type": "socks", "tag": "dead", "server": "127.0.0.1", "server_port": 9},
        {"type": "%s", "tag": "group", "outbounds": ["dead", "out"], %s\
        """
            .formatted(name.split(" ", 2)[0], fields);
    String route = "{}, \"route\": {\"final\": \"group\"}";
    return new ProxyPair(name, "\"type\": \"socks\"", outbounds, true, route);
  }
}
