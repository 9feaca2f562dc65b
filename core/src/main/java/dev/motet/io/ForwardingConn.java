package dev.motet.io;

import java.io.IOException;

/// Passes every call on to the `Conn` below: the base of layers that change only some of them.
///
/// [#source()] and [#sink()] stay `this`: a layer says itself when it has become transparent.
public abstract class ForwardingConn implements Conn {
  protected final Conn below;

  protected ForwardingConn(Conn below) {
    this.below = below;
  }

  @Override
  public int read(Buffer into) throws IOException {
    return below.read(into);
  }

  @Override
  public void write(Buffer from) throws IOException {
    below.write(from);
  }

  @Override
  public void write(Buffer head, Buffer body) throws IOException {
    below.write(head, body);
  }

  @Override
  public boolean holdsHeader() {
    return below.holdsHeader();
  }

  @Override
  public void flush() throws IOException {
    below.flush();
  }

  @Override
  public void closeWrite() throws IOException {
    below.closeWrite();
  }

  @Override
  public boolean reportsReadiness() {
    return below.reportsReadiness();
  }

  @Override
  public boolean awaitReadable(long nanos) throws IOException {
    return below.awaitReadable(nanos);
  }

  @Override
  public void abort(IOException reason) {
    below.abort(reason);
  }

  @Override
  public void close() {
    below.close();
  }
}
