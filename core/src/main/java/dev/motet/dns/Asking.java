package dev.motet.dns;

import dev.motet.core.Component;
import dev.motet.io.DialException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The servers that are being asked on the way to the present point of a thread: to ask one, others
/// may have to be asked first (for its own name, for the name of its detour). One that comes twice
/// would wait for itself (inventory DX-9).
///
/// The way leads through outbounds that know nothing of DNS; that is why it is a value of the
/// thread's scope and no parameter. It is immutable and ends with the call.
final class Asking {
  private static final ScopedValue<Asking> HERE = ScopedValue.newInstance();

  private final Component<?> server;
  private final @Nullable Asking outer;

  private Asking(Component<?> server, @Nullable Asking outer) {
    this.server = server;
    this.outer = outer;
  }

  /// The way from here on to this server; may be walked by another thread.
  ///
  /// @throws DialException when it leads in a circle
  static Asking towards(Component<?> server) throws DialException {
    Asking here = HERE.isBound() ? HERE.get() : null;
    for (Asking step = here; step != null; step = step.outer) {
      if (step.server == server) {
        throw new DialException(
            DialException.Reason.DNS, "DNS query loopback in transport[" + server.tag() + "]");
      }
    }
    return new Asking(server, here);
  }

  <T> T call(ScopedValue.CallableOp<T, IOException> exchange) throws IOException {
    return ScopedValue.where(HERE, this).call(exchange);
  }
}
