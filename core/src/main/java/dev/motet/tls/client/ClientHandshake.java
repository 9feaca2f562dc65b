package dev.motet.tls.client;

import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.Handshake;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.message.Extension;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The client's side of one connection, of TLS 1.3 or 1.2 as the server chooses.
public final class ClientHandshake implements Handshake {
  private final ClientConfig config;
  private final Carrier carrier;
  private State state = new NotStarted();

  /// What the writing thread asks; set once, by the thread that shakes hands.
  private volatile @Nullable Connected connected;

  public ClientHandshake(ClientConfig config, Carrier carrier) {
    this.config = config;
    this.carrier = carrier;
  }

  @Override
  public void start() throws AlertException {
    Opening opening = Opening.draw(config);
    state = new ExpectServerHello(config, carrier, opening, null);
    carrier.send(opening.message());
  }

  @Override
  public void receive(byte[] message) throws AlertException {
    try {
      enter(state.receive(message));
    } catch (AlertException e) {
      throw failed(e);
    } catch (ProtocolException e) {
      throw failed(
          AlertException.undecodable("handshake message of type " + (message[0] & 0xff), e));
    }
  }

  @Override
  public void receiveChangeCipherSpec() throws AlertException {
    try {
      enter(state.receiveChangeCipherSpec());
    } catch (AlertException e) {
      throw failed(e);
    }
  }

  @Override
  public int maxMessageBytes() {
    return state.maxMessageBytes();
  }

  @Override
  public boolean isDone() {
    return connected != null;
  }

  @Override
  public @Nullable Negotiated negotiated() {
    Connected done = connected;
    return done == null ? null : done.negotiated();
  }

  /// The answers in EncryptedExtensions to the extensions of [ClientConfig#extensions()]: transport
  /// parameters of QUIC. Empty until the handshake is done.
  public List<Extension> answeredExtensions() {
    return connected instanceof Traffic traffic ? traffic.answered() : List.of();
  }

  @Override
  public boolean owesKeyUpdate() {
    Connected done = connected;
    return done != null && done.owesKeyUpdate();
  }

  @Override
  public void updateWriteKeys() {
    done().updateWriteKeys();
  }

  /// In TLS 1.2 an empty context counts as none, which is something else there (RFC 5705 4).
  @Override
  public byte[] export(byte[] label, byte[] context, int length) {
    return done().export(label, context, length);
  }

  private Connected done() {
    Connected done = connected;
    if (done == null) {
      throw new IllegalStateException("the handshake is not done");
    }
    return done;
  }

  private void enter(State next) {
    state = next;
    if (next instanceof Connected done && connected == null) {
      connected = done;
    }
  }

  private AlertException failed(AlertException cause) {
    state.beforeAlert();
    state = new Failed();
    return cause;
  }

  /// Nothing was sent.
  private static final class NotStarted implements State {
    @Override
    public State receive(byte[] message) throws AlertException {
      throw State.unexpected(message, "none before the ClientHello");
    }
  }

  /// An alert was sent, or is about to be.
  private static final class Failed implements State {
    @Override
    public State receive(byte[] message) throws AlertException {
      throw new AlertException(Alert.UNEXPECTED_MESSAGE, "the handshake has failed");
    }
  }
}
