package dev.motet.protocol.shadowtls;

import dev.motet.io.Buffer;

/// What a version looks for in a handshake that passes by, and what it changes in it. The thread of
/// the client's direction calls [#fromClient], that of the server's [#fromServer].
interface HandshakeWatch {
  /// What follows from a record.
  enum Step {
    /// It passes, and the next one is looked at.
    PASS,
    /// It passes, and everything else does from here on, in both directions, to the end.
    PLAIN,
    /// It passes; it is the last one of the handshake in this direction.
    LAST,
    /// It does not pass: it is the first data of a client who is one of ours.
    DATA
  }

  /// @param record as it came; not to be changed
  Step fromClient(Buffer record);

  /// Changes whole records in place. They may grow into the room in front of them, by
  /// [ShadowTlsMac#TAG_BYTES] each; those behind a last one are cut off.
  Step fromServer(Buffer records);
}
