package dev.motet.tls.handshake;

import dev.motet.tls.alert.AlertException;

/// What carries the messages of a handshake: records over a stream, or the CRYPTO frames of QUIC. A
/// [Handshake] calls it from within its own methods, on their thread; nothing blocks.
public interface Carrier {
  /// Takes a complete message, with its header of 4 bytes, to be sent under the write keys in
  /// force. Messages of one call of the handshake may leave together. The array stays the
  /// handshake's and does not change any more.
  void send(byte[] message);

  /// As [#send(byte[])], in records of its own that have exactly `recordBytes` bytes on the wire,
  /// header included (REALITY hides behind the lengths of another server).
  ///
  /// @throws AlertException when the message does not fit
  default void send(byte[] message, int recordBytes) throws AlertException {
    throw new IllegalStateException("records of a given length over this carrier");
  }

  /// Sends the message that TLS 1.2 needs and TLS 1.3 fakes (RFC 8446 D.4). Nothing in QUIC.
  void sendChangeCipherSpec();

  /// What is sent from here on is protected with these.
  void writeKeys(TrafficKeys keys);

  /// What is received from here on is protected with these.
  ///
  /// @throws AlertException when bytes of a message under the old keys are left (RFC 8446 5.1)
  void readKeys(TrafficKeys keys) throws AlertException;

  /// No plain text of a record that is sent may have more bytes (RFC 8449), the content type
  /// included.
  default void limitRecords(int bytes) {}

  /// The client sent early data, which is not taken (RFC 8446 4.2.10): records that do not open
  /// under the read keys, or that are protected while there are none, are dropped until one is what
  /// is waited for. A limit on their bytes is the carrier's. Nothing in QUIC, where such packets
  /// are dropped anyway.
  default void skipEarlyData() {}

  /// Sends a record of application data that holds nothing but padding and has exactly
  /// `recordBytes` bytes on the wire, header included (REALITY, where another server sends
  /// tickets).
  ///
  /// @throws AlertException when there is no such record
  default void sendPadding(int recordBytes) throws AlertException {
    throw new IllegalStateException("padding over this carrier");
  }
}
