package dev.motet.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Holds a request header (or response header) back until the first payload, so that both leave in
/// one call; from then on writing passes through below it.
///
/// The header is a buffer of its own that this layer owns until it was sent.
public final class HeaderConn extends ForwardingConn {
  /// Null once sent. Of whoever may write or flush at the moment; volatile because these differ.
  private volatile @Nullable Buffer header;

  public HeaderConn(Conn below, Buffer header) {
    super(below);
    this.header = header;
  }

  @Override
  public void write(Buffer from) throws IOException {
    Buffer held = header;
    if (held == null) {
      below.write(from);
    } else {
      header = null;
      below.write(held, from);
    }
  }

  @Override
  public void write(Buffer head, Buffer body) throws IOException {
    Buffer held = header;
    if (held == null) {
      below.write(head, body);
      return;
    }
    header = null;
    Buffer joined = Buffer.allocate(held.length() + head.length());
    joined.append(held);
    joined.append(head);
    head.from = head.to;
    below.write(joined, body);
  }

  @Override
  public boolean holdsHeader() {
    return header != null || below.holdsHeader();
  }

  @Override
  public void flush() throws IOException {
    Buffer held = header;
    if (held == null) {
      below.flush();
    } else {
      header = null;
      below.write(held);
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
    return header == null ? below : this;
  }
}
