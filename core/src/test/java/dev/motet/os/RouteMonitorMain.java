package dev.motet.os;

import dev.motet.io.Timeouts;
import java.net.InetAddress;

/// Watches the network that this process lives in: prints the default interface now and after each
/// change, and which one owns 192.0.2.9; ends with its standard input.
final class RouteMonitorMain {
  private RouteMonitorMain() {}

  public static void main(String[] args) throws Exception {
    RouteMonitor[] monitor = new RouteMonitor[1];
    try (Timeouts timeouts = Timeouts.system()) {
      monitor[0] = new RouteMonitor(timeouts, () -> print(monitor[0]));
      print(monitor[0]);
      while (System.in.read() >= 0) {
        // until the end
      }
      monitor[0].close();
    }
  }

  private static void print(RouteMonitor monitor) {
    System.out.println(
        monitor.defaultInterface() + " " + monitor.interfaceOf(InetAddress.ofLiteral("192.0.2.9")));
  }
}
