package dev.motet.tls.server;

import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ProtocolVersion;
import dev.motet.tls.schedule.KeySchedule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server chose, and the secrets that wait for the client's Finished. Arrays are not to be
/// changed.
///
/// @param ech whether the hello is the inner one of ECH
/// @param resumed whether the client came with a ticket
/// @param schedule at the main secret
record Agreed(
    ClientHello hello,
    CipherSuite suite,
    int group,
    @Nullable String alpn,
    boolean ech,
    boolean resumed,
    KeySchedule schedule,
    byte[] clientHandshake,
    byte[] clientApplication,
    byte[] serverApplication,
    byte[] exporter) {
  Negotiated negotiated(List<byte[]> peerCertificates) {
    return new Negotiated(
        ProtocolVersion.TLS_1_3,
        suite,
        group,
        alpn,
        hello.extensions().serverName(),
        peerCertificates,
        ech,
        resumed);
  }

  /// Never shows a secret.
  @Override
  public String toString() {
    return "Agreed[" + suite + ", group " + group + ", ***]";
  }
}
