package dev.motet.tls;

import dev.motet.io.Conn;
import dev.motet.tls.handshake.Negotiated;
import java.io.IOException;

/// A stream under TLS, whoever speaks it. [#handshake()] comes first, on one thread.
public sealed interface SecuredConn extends Conn permits TlsConn, Jdk12ServerConn {
  /// Shakes hands; whoever calls it bounds its time by closing. After an error the peer was told,
  /// if it could be, and the caller closes.
  ///
  /// @throws IOException when the peer broke a rule, gave up or went away
  void handshake() throws IOException;

  /// What both sides agreed on.
  ///
  /// @throws IllegalStateException before [#handshake()] has returned
  Negotiated negotiated();
}
