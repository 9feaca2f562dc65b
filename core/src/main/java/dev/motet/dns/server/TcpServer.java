package dev.motet.dns.server;

import dev.motet.core.ComponentType;
import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Env;
import dev.motet.core.Resources;
import dev.motet.dial.Dialers;
import dev.motet.dns.message.Message;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import java.io.IOException;

/// Asks over TCP (inventory DS-4). Queries share a connection as RFC 7766 wants it; where the
/// server closes it in between, the query goes out again on a new one.
public final class TcpServer implements DnsServer {
  public static final ComponentType<RemoteServerOptions, DnsServer> TYPE =
      new ComponentType<>("tcp", RemoteServerOptions::decode, TcpServer::new);

  private static final int ATTEMPTS = 3;

  private final Resources resources;
  private final Dialer dialer;
  private final Destination server;
  private final LineKeeper<StreamLine> lines;

  TcpServer(Env env, RemoteServerOptions options) {
    this.resources = env.resources();
    this.dialer = Dialers.of(env, options.dial());
    this.server = options.server();
    this.lines = new LineKeeper<>(resources.timeouts(), this::open);
  }

  private StreamLine open() throws IOException {
    return new StreamLine(dialer.dial(new DialRequest(server)), resources);
  }

  @Override
  public Message exchange(Message query) throws IOException {
    for (int attempt = 1; ; attempt++) {
      StreamLine line = lines.get();
      try {
        return line.exchange(query);
      } catch (DialException e) {
        throw e;
      } catch (IOException e) {
        // a server may close a connection that it has answered on at any time (RFC 7766 6.2.4)
        if (!line.hasAnswered() || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  @Override
  public void networkChanged() {
    lines.reset();
  }

  @Override
  public void close() {
    lines.close();
  }
}
