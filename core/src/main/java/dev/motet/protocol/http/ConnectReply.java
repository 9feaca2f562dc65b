package dev.motet.protocol.http;

import dev.motet.core.Reply;
import dev.motet.http.h1.Headers;
import dev.motet.http.h1.ResponseHead;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Answers a CONNECT.
final class ConnectReply implements Reply {
  private final Conn client;
  private final AtomicBoolean answered = new AtomicBoolean();

  ConnectReply(Conn client) {
    this.client = client;
  }

  @Override
  public void accepted() throws IOException {
    if (answered.compareAndSet(false, true)) {
      client.write(new ResponseHead(1, 200, "Connection established", new Headers()).toBuffer());
    }
  }

  @Override
  public void refused(DialException cause) throws IOException {
    if (answered.compareAndSet(false, true) && cause.reason() != DialException.Reason.DROPPED) {
      client.write(HttpStatus.response(HttpStatus.of(cause.reason())).toBuffer());
    }
  }
}
