package dev.motet.dial;

import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.time.Duration;

/// What an outbound says to its server before the payload: it has a limit in time, and a connection
/// on which it fails is closed.
public final class Handshakes {
  /// A server may try for long before it answers.
  public static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private Handshakes() {}

  /// The exchange; what it returns owns the connection.
  public interface Exchange<T> {
    T run(Conn conn) throws IOException;
  }

  /// @param server for the error: `socks server`
  public static <T> T run(
      Timeouts timeouts, Conn conn, Duration limit, String server, Exchange<T> exchange)
      throws IOException {
    try (Timeouts.Timeout _ = timeouts.abort(conn, limit, () -> tooSlow(server, limit))) {
      return exchange.run(conn);
    } catch (IOException | RuntimeException e) {
      conn.close();
      throw e;
    }
  }

  private static DialException tooSlow(String server, Duration limit) {
    return new DialException(
        DialException.Reason.TIMEOUT,
        "no answer of the " + server + " within " + limit.toSeconds() + " s");
  }
}
