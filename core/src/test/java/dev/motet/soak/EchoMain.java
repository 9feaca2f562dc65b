package dev.motet.soak;

import dev.motet.testkit.Echo;

/// An echo server in a process of its own: prints its port, ends with its standard input.
final class EchoMain {
  private EchoMain() {}

  public static void main(String[] args) throws Exception {
    try (Echo echo = Echo.start()) {
      System.out.println("port " + echo.port());
      while (System.in.read() >= 0) {
        // until the end
      }
    }
    System.exit(0); // connections may be open
  }
}
