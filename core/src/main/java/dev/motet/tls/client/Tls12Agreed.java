package dev.motet.tls.client;

import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.ProtocolVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is settled once a ServerHello of TLS 1.2 was taken; the states of the handshake hand it on.
///
/// @param serverRandom not to be changed
/// @param extendedMaster whether the master secret binds the transcript (RFC 7627)
/// @param ticket whether a NewSessionTicket follows (RFC 5077), which is thrown away
/// @param status whether a CertificateStatus may follow (RFC 6066 8)
record Tls12Agreed(
    ClientConfig config,
    Carrier carrier,
    SentHello hello,
    byte[] serverRandom,
    CipherSuite suite,
    @Nullable String alpn,
    boolean extendedMaster,
    boolean ticket,
    boolean status,
    Tls12Transcript transcript) {
  byte[] clientRandom() {
    return hello.hello().random();
  }

  /// Whether the server proves itself with ECDSA or EdDSA; else with RSA.
  boolean signsWithCurves() {
    return switch (suite) {
      case TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
          TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
          TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 ->
          true;
      case TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
          TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
          TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 ->
          false;
      case TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384, TLS_CHACHA20_POLY1305_SHA256 ->
          throw new IllegalStateException(suite + " in TLS 1.2");
    };
  }

  /// Adds what is sent to the transcript, and sends it.
  void send(byte[] message) {
    transcript.add(message);
    carrier.send(message);
  }

  Negotiated negotiated(int group, List<byte[]> chain) {
    return new Negotiated(
        ProtocolVersion.TLS_1_2,
        suite,
        group,
        alpn,
        hello.hello().extensions().serverName(),
        chain,
        false,
        false);
  }
}
