package dev.motet.protocol.http;

import dev.motet.suite.ProxyPair;
import dev.motet.suite.ProxySuite;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

class HttpSelfTest extends ProxySuite {
  static Stream<Arguments> pairs() {
    return onAllBackEnds(
        new ProxyPair("http", "\"type\": \"http\"", "\"type\": \"http\"", false),
        new ProxyPair(
            "http with login",
            "\"type\": \"http\", \"users\": [{\"username\": \"u\", \"password\": \"p\"}]",
            "\"type\": \"http\", \"username\": \"u\", \"password\": \"p\"",
            false));
  }
}
