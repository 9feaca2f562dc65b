package dev.motet.tls.server;

import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.Handshake;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.handshake.ServerConfig;
import org.jspecify.annotations.Nullable;

/// The server's side of TLS 1.3. Clients that do not offer it are not for this class: they get the
/// alert `protocol_version`.
///
/// Early data is never taken: no ticket allows it, so that only a client with the ticket of another
/// server sends some, which the [Carrier] skips. After the handshake the reading thread calls
/// [#receive], the writing one [#owesKeyUpdate] and [#updateWriteKeys].
public final class ServerHandshake implements Handshake {
  private static final ServerState OVER = new ServerState.Over();

  private ServerState state;
  private volatile @Nullable Established established;

  public ServerHandshake(ServerConfig config, Carrier carrier) {
    this(Link.of(config, carrier, null));
  }

  /// Answers with the first flight of another server, whose choices are made already.
  public ServerHandshake(ServerConfig config, Carrier carrier, Disguise disguise) {
    this(Link.of(config, carrier, disguise));
  }

  private ServerHandshake(Link link) {
    this.state = new AwaitHello(link);
  }

  @Override
  public void start() {
    // the client speaks first
  }

  @Override
  public void receive(byte[] message) throws AlertException {
    ServerState current = state;
    state = OVER; // stays so where the state throws
    state = current.receive(message);
    if (state instanceof Established done) {
      established = done;
    }
  }

  @Override
  public int maxMessageBytes() {
    return state.maxMessageBytes();
  }

  @Override
  public boolean isDone() {
    return established != null;
  }

  @Override
  public @Nullable Negotiated negotiated() {
    Established done = established;
    return done == null ? null : done.negotiated();
  }

  @Override
  public boolean owesKeyUpdate() {
    Established done = established;
    return done != null && done.keys().owesUpdate();
  }

  @Override
  public void updateWriteKeys() {
    done().keys().updateWriteKeys();
  }

  @Override
  public byte[] export(byte[] label, byte[] context, int length) {
    return done().keys().export(label, context, length);
  }

  private Established done() {
    Established done = established;
    if (done == null) {
      throw new IllegalStateException("the handshake is not done");
    }
    return done;
  }
}
