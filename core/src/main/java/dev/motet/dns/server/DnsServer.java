package dev.motet.dns.server;

import dev.motet.core.Lifecycle;
import dev.motet.dns.message.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One entry of `dns.servers`. Thread-safe; blocks the calling virtual thread, never its carrier.
///
/// Servers open nothing before the first query, and close by themselves what nobody uses.
public interface DnsServer extends Lifecycle {
  /// Asks for the answer to a query, for at most about 10 s.
  ///
  /// @param query its id means nothing: whoever sends it somewhere chooses one
  /// @return an answer to the same question, whatever its response code and id
  /// @throws IOException when there is none
  Message exchange(Message query) throws IOException;

  /// The addresses of a name, of both families, in any order, where the server knows them without
  /// any message; null where it does not.
  ///
  /// @throws dev.motet.io.DialException with reason DNS when there is no such name or no answer
  default @Nullable List<InetAddress> lookup(String name) throws IOException {
    return null;
  }

  /// Whether answers are worth remembering: not where asking again costs nothing and may yield
  /// something newer.
  default boolean isRemembered() {
    return true;
  }
}
