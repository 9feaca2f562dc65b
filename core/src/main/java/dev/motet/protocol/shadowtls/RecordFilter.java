package dev.motet.protocol.shadowtls;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.ForwardingConn;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Shows each record that a server sends to somebody before the TLS client gets it, while they
/// shake hands. Of one thread.
final class RecordFilter extends ForwardingConn {
  private final RecordReader records;
  private final UnaryOperator<Buffer> look;

  /// What is left of the last record.
  private Buffer pending = Buffer.wrap(new byte[0]);

  /// Set where what follows is no record.
  private @Nullable Conn rest;

  /// @param records reads `below`; it stands between two records whenever nothing is read
  /// @param look gets a record, which it may change in place, and returns what is left of it
  RecordFilter(Conn below, RecordReader records, UnaryOperator<Buffer> look) {
    super(below);
    this.records = records;
    this.look = look;
  }

  @Override
  public int read(Buffer into) throws IOException {
    while (pending.isEmpty()) {
      if (rest == null && records.await()) {
        pending = look.apply(records.next());
      } else {
        rest = rest == null ? records.rest() : rest;
        return rest.read(into);
      }
    }
    return pending.moveTo(into, into.readable());
  }

  /// Looks at what has been received, without waiting for more; nobody gets it.
  void drain() throws IOException {
    pending = Buffer.wrap(new byte[0]);
    while (records.hasRecord() || (reportsReadiness() && records.awaitReadable(0))) {
      if (!records.hasRecord()) {
        return; // the end of the stream, which the next read finds
      }
      Buffer _ = look.apply(records.next());
    }
  }

  @Override
  public boolean awaitReadable(long nanos) throws IOException {
    return !pending.isEmpty() || rest != null || records.awaitReadable(nanos);
  }
}
