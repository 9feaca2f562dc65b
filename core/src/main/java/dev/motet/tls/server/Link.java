package dev.motet.tls.server;

import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.schedule.Transcript;
import org.jspecify.annotations.Nullable;

/// What all states of one connection work with. For the thread of the handshake.
///
/// @param disguise null where the flight of the server looks like itself
record Link(
    ServerConfig config, Carrier carrier, Transcript transcript, @Nullable Disguise disguise) {
  /// Sends a message that counts in the transcript.
  void send(byte[] message) {
    transcript.add(message);
    carrier.send(message);
  }

  static TrafficKeys keys(Level level, CipherSuite suite, byte[] secret) {
    return new TrafficKeys.Tls13(level, suite, secret);
  }
}
