package dev.motet.fuzz;

import dev.motet.option.LegacyInboundOptions;
import dev.motet.option.ListenOptions;
import java.net.InetAddress;
import java.time.Duration;

/// Listen fields as they are without any.
final class Listening {
  static final ListenOptions ANY =
      new ListenOptions(
          InetAddress.getLoopbackAddress(),
          0,
          null,
          0,
          false,
          null,
          null,
          Duration.ofSeconds(75),
          false,
          false,
          null,
          null,
          null,
        LegacyInboundOptions.NONE);

  private Listening() {}
}
