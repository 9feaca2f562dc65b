package dev.motet.route;

import dev.motet.core.Session;
import dev.motet.io.Destination;

/// Says for every packet whether its destination may be reached: rules look at an association once,
/// its packets can go anywhere later. Thread-safe.
public interface DestinationGuard {
  /// Lets everything pass, without a look at the packets.
  DestinationGuard NONE = (_, _) -> true;

  // hot
  boolean allows(Session session, Destination destination);
}
