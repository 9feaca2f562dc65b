package dev.motet.tls.client;

import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.TrafficKeys;

/// Puts the handshake keys of TLS 1.3 into force for writing, once: before the client's flight, or
/// before an alert that ends the handshake earlier.
final class WriteSwitch {
  private final Carrier carrier;
  private final TrafficKeys keys;
  private final boolean owesChangeCipherSpec;
  private boolean switched;

  /// @param owesChangeCipherSpec whether the one of the compatibility mode was not sent yet
  WriteSwitch(Carrier carrier, TrafficKeys keys, boolean owesChangeCipherSpec) {
    this.carrier = carrier;
    this.keys = keys;
    this.owesChangeCipherSpec = owesChangeCipherSpec;
  }

  void go() {
    if (switched) {
      return;
    }
    switched = true;
    if (owesChangeCipherSpec) {
      carrier.sendChangeCipherSpec(); // RFC 8446 D.4: before the encrypted flight
    }
    carrier.writeKeys(keys);
  }
}
