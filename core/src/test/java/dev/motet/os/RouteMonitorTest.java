package dev.motet.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.Namespace;
import org.junit.jupiter.api.Test;

/// A network namespace of its own, whose interfaces and routes come and go.
class RouteMonitorTest {
  @Test
  void tellsOfTheDefaultInterfaceAndOfItsChanges() throws Exception {
    try (Namespace network = Namespace.create("routes")) {
      network.addVeth("one", "one-peer", "192.0.2.1/24");
      network.addVeth("two", "two-peer", "198.51.100.1/24");
      try (Namespace.Program program = network.start(RouteMonitorMain.class)) {
        assertThat(program.line()).isEqualTo("null one");
        network.ip("route", "add", "default", "dev", "two", "metric", "50");
        assertThat(program.line()).isEqualTo("two one");
        network.ip("route", "add", "default", "dev", "one", "metric", "10");
        assertThat(program.line()).isEqualTo("one one");
        network.ip("link", "del", "one");
        assertThat(program.line()).isEqualTo("two null");
      }
    }
  }
}
