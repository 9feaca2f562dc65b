package dev.motet.protocol.shadowtls;

import dev.motet.io.Buffer;
import dev.motet.io.ProtocolException;
import dev.motet.tls.message.ServerHello;

/// Version 1: the handshake of TLS 1.2 ends in each direction with the first message behind
/// ChangeCipherSpec. Nobody proves anything. What cannot be such a handshake stays with the server:
/// TLS 1.3, and data before the end.
final class WatchV1 implements HandshakeWatch {
  private static final int TLS_1_2 = 0x0303;

  private final Direction client = new Direction();
  private final Direction server = new Direction();

  @Override
  public Step fromClient(Buffer record) {
    return client.see(record);
  }

  @Override
  public Step fromServer(Buffer records) {
    Buffer rest = new Buffer(records.array, records.from, records.to);
    while (!rest.isEmpty()) {
      Buffer record = TlsRecords.next(rest);
      Step step = isLaterThanTls12(record) ? Step.PLAIN : server.see(record);
      if (step == Step.LAST) {
        records.to = rest.from;
      }
      if (step != Step.PASS) {
        return step;
      }
    }
    return Step.PASS;
  }

  private static boolean isLaterThanTls12(Buffer record) {
    ServerHello hello = ServerHellos.in(record);
    try {
      return hello != null && hello.selectedVersion() > TLS_1_2;
    } catch (ProtocolException _) {
      return true; // the client will say so
    }
  }

  /// Of one thread.
  private static final class Direction {
    private boolean changed;

    Step see(Buffer record) {
      return switch (TlsRecords.type(record)) {
        case TlsRecords.CHANGE_CIPHER_SPEC -> {
          changed = true;
          yield Step.PASS;
        }
        case TlsRecords.HANDSHAKE -> changed ? Step.LAST : Step.PASS;
        case TlsRecords.APPLICATION_DATA -> Step.PLAIN;
        default -> Step.PASS;
      };
    }
  }
}
