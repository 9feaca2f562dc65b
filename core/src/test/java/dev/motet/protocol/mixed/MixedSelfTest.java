package dev.motet.protocol.mixed;

import dev.motet.suite.ProxyPair;
import dev.motet.suite.ProxySuite;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

class MixedSelfTest extends ProxySuite {
  static Stream<Arguments> pairs() {
    return onAllBackEnds(
        new ProxyPair("mixed by socks", "\"type\": \"mixed\"", "\"type\": \"socks\"", true),
        new ProxyPair("mixed by http", "\"type\": \"mixed\"", "\"type\": \"http\"", false));
  }
}
