package dev.motet.engine;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.testkit.Echo;
import java.io.IOException;

/// An instance that finds out its interface, in the network namespace of this process: says what
/// becomes of a connection when the network changes.
final class NetworkChangeMain {
  private NetworkChangeMain() {}

  public static void main(String[] args) throws Exception {
    String config = "{\"route\": {\"auto_detect_interface\": true}}";
    try (Echo echo = Echo.start();
        Motet motet = Motet.start(ConfigLoader.parse("config.json", config))) {
      try (Conn _ = motet.dial(Destination.of("203.0.113.1", 80))) {
        System.out.println("connected to nowhere");
      } catch (IOException e) {
        System.out.println("refused: " + e.getMessage());
      }
      Destination here = Destination.of("127.0.0.1", echo.port());
      Conn conn = motet.dial(here);
      echo(conn);
      System.out.println("echo");
      try {
        conn.read(Buffer.allocate(1));
        System.out.println("ended");
      } catch (IOException _) {
        System.out.println("cut");
      }
      try (Conn again = motet.dial(here)) {
        echo(again);
        System.out.println("echo again");
      }
    }
    System.exit(0);
  }

  private static void echo(Conn conn) throws IOException {
    conn.write(Buffer.copyOf(new byte[] {42}));
    Buffer got = Buffer.allocate(1);
    conn.read(got);
    if (got.array[got.from] != 42) {
      throw new IOException("no echo");
    }
  }
}
