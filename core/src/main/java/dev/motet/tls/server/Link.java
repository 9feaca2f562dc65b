package dev.motet.tls.server;

import dev.motet.tls.ech.EchKey;
import dev.motet.tls.ech.EchServer;
import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.schedule.Transcript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What all states of one connection work with. For the thread of the handshake.
///
/// @param ech opens hidden hellos
/// @param disguise null where the flight of the server looks like itself
record Link(
    ServerConfig config,
    Carrier carrier,
    Transcript transcript,
    EchServer ech,
    @Nullable Disguise disguise) {
  /// Of a new connection.
  static Link of(ServerConfig config, Carrier carrier, @Nullable Disguise disguise) {
    // who looks like another server cannot open what is sealed for that one
    List<EchKey> keys = disguise == null ? config.echKeys().get() : List.of();
    return new Link(config, carrier, new Transcript(), new EchServer(keys), disguise);
  }

  /// Sends a message that counts in the transcript.
  void send(byte[] message) {
    transcript.add(message);
    carrier.send(message);
  }

  static TrafficKeys keys(Level level, CipherSuite suite, byte[] secret) {
    return new TrafficKeys.Tls13(level, suite, secret);
  }
}
