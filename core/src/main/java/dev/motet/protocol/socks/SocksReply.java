package dev.motet.protocol.socks;

import dev.motet.core.Reply;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Answers a CONNECT in the client's version of SOCKS.
final class SocksReply implements Reply {
  private final Conn client;
  private final int version;
  private final AtomicBoolean answered = new AtomicBoolean();

  SocksReply(Conn client, int version) {
    this.client = client;
    this.version = version;
  }

  @Override
  public void accepted() throws IOException {
    if (answered.compareAndSet(false, true)) {
      send(Socks5Code.SUCCEEDED, Socks4.GRANTED);
    }
  }

  @Override
  public void refused(DialException cause) throws IOException {
    if (answered.compareAndSet(false, true) && cause.reason() != DialException.Reason.DROPPED) {
      send(Socks5Code.of(cause.reason()), Socks4.REJECTED);
    }
  }

  private void send(Socks5Code code5, int code4) throws IOException {
    SocksHandshake.send(
        client,
        version == Socks4.VERSION
            ? new Socks4.Reply(code4)::write
            : new Socks5.Reply(code5.wire(), SocksHandshake.ANY)::write);
  }
}
