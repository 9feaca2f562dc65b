package dev.motet.protocol.shadowtls;

import dev.motet.io.Buffer;
import dev.motet.tls.message.ServerHello;
import org.jspecify.annotations.Nullable;

/// What a client of version 3 does with the records of a handshake: checks and undoes what a server
/// does to data ([WatchV3]). Of one thread.
final class TaggedRecords {
  private final String password;
  private @Nullable RecordKeys keys;
  private byte[] keyStream = new byte[0];
  private @Nullable ShadowTlsMac handshake;
  private int proven;
  private int others;

  TaggedRecords(String password) {
    this.password = password;
  }

  /// Null before the ServerHello.
  @Nullable RecordKeys keys() {
    return keys;
  }

  /// Goes on with records that come late; null before the ServerHello.
  @Nullable ShadowTlsMac handshake() {
    return handshake;
  }

  /// Whether there was data, and all of it had its tag.
  boolean isProven() {
    return proven > 0 && others == 0;
  }

  /// Gives the record back as the handshake server sent it; one without a tag as it is.
  Buffer open(Buffer record) {
    ServerHello hello = ServerHellos.in(record);
    if (hello != null && !hello.isRetryRequest()) {
      RecordKeys derived = new RecordKeys(password, hello.random());
      keys = derived;
      keyStream = derived.keyStream();
      handshake = derived.handshake();
    }
    if (TlsRecords.type(record) == TlsRecords.APPLICATION_DATA) {
      if (undo(record)) {
        proven++;
      } else {
        others++;
      }
    }
    return record;
  }

  private boolean undo(Buffer record) {
    int tagAt = record.from + TlsRecords.HEADER_BYTES;
    int payloadAt = tagAt + ShadowTlsMac.TAG_BYTES;
    if (handshake == null || record.to < payloadAt) {
      return false;
    }
    Buffer payload = new Buffer(record.array, payloadAt, record.to);
    if (!handshake.accepts(new Buffer(record.array, tagAt, payloadAt), payload)) {
      return false;
    }
    RecordKeys.xor(payload, keyStream);
    record.from += ShadowTlsMac.TAG_BYTES;
    TlsRecords.writeHeader(record.array, record.from, payload.length());
    return true;
  }
}
