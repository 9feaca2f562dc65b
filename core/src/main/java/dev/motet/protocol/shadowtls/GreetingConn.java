package dev.motet.protocol.shadowtls;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.ForwardingConn;
import java.io.IOException;

/// Puts the MAC of version 2 in front of the first data of a client, which it leaves with; then it
/// is transparent.
final class GreetingConn extends ForwardingConn {
  private final SeenRecords seen;

  /// Of whoever may write or flush at the moment; volatile because these differ.
  private volatile boolean greeted;

  GreetingConn(Conn below, SeenRecords seen) {
    super(below);
    this.seen = seen;
  }

  @Override
  public void write(Buffer from) throws IOException {
    if (greeted) {
      below.write(from);
    } else {
      below.write(greeting(), from);
    }
  }

  @Override
  public void write(Buffer head, Buffer body) throws IOException {
    if (greeted) {
      below.write(head, body);
      return;
    }
    Buffer first = greeting();
    Buffer joined = Buffer.allocate(first.length() + head.length());
    joined.append(first);
    joined.append(head);
    head.from = head.to;
    below.write(joined, body);
  }

  private Buffer greeting() {
    greeted = true;
    return Buffer.copyOf(seen.greet());
  }

  @Override
  public boolean holdsHeader() {
    return !greeted || below.holdsHeader();
  }

  @Override
  public void flush() throws IOException {
    if (greeted) {
      below.flush();
    } else {
      below.write(greeting());
    }
  }

  @Override
  public void closeWrite() throws IOException {
    flush();
    below.closeWrite();
  }

  @Override
  public Conn source() {
    return below;
  }

  @Override
  public Conn sink() {
    return greeted ? below : this;
  }
}
