package dev.motet.tls.client;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import java.time.InstantSource;

/// Limits handshake messages after the handshake, which cost the receiver more than the sender: a
/// server that sends nothing but KeyUpdates keeps a processor busy. For one thread.
final class FloodLimit {
  /// More than a server sends at once: tickets come in pairs or fours, keys change after gigabytes.
  static final int MESSAGES_A_SECOND = 32;

  private static final long WINDOW_MILLIS = 1000;

  private final InstantSource time;
  private long windowFrom;
  private int messages;

  FloodLimit(InstantSource time) {
    this.time = time;
    this.windowFrom = time.millis();
  }

  void count() throws AlertException {
    long now = time.millis();
    if (Math.abs(now - windowFrom) >= WINDOW_MILLIS) { // also where a clock was set back
      windowFrom = now;
      messages = 0;
    }
    messages++;
    if (messages > MESSAGES_A_SECOND) {
      throw new AlertException(
          Alert.UNEXPECTED_MESSAGE,
          "more than " + MESSAGES_A_SECOND + " handshake messages within a second");
    }
  }
}
