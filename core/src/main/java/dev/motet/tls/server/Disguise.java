package dev.motet.tls.server;

import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.message.KeyShare;
import java.util.List;

/// Another server, whose first flight the own one is to look like (REALITY). For one connection, on
/// the thread of the handshake.
public interface Disguise {
  /// The suite of TLS 1.3 that the other server chose.
  int suite();

  /// The group that it chose, for which the client sent a share.
  int group();

  /// Its ServerHello with this share in the place of its own: the complete message.
  byte[] serverHello(KeyShare share);

  /// Sends EncryptedExtensions (which are empty), Certificate, CertificateVerify and Finished in
  /// records like those of the other server.
  ///
  /// @throws AlertException when they do not fit into them
  void send(Carrier carrier, List<byte[]> messages) throws AlertException;

  /// Sends what the other server sends behind its Finished, under the keys for application data.
  void sendAfter(Carrier carrier) throws AlertException;
}
