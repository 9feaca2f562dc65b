package dev.motet.tls.client;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.ech.EchConfigSource;
import dev.motet.tls.handshake.ApplicationKeys;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.CertificateRequest;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.ProtocolVersion;
import dev.motet.tls.schedule.KeySchedule;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The server ends its side of the handshake; the client's flight answers it.
///
/// @param chain of the server; empty for a resumed connection
record ExpectFinished(
    Agreed agreed,
    ServerExtensions extensions,
    @Nullable CertificateRequest request,
    List<byte[]> chain)
    implements State {
  @Override
  public State receive(byte[] message) throws ProtocolException {
    ByteReader body = State.body(message, HandshakeType.FINISHED);
    byte[] received = body.bytes(body.remaining());
    CipherSuite suite = agreed.suite();
    byte[] expected =
        KeySchedule.finished(suite.hash(), agreed.serverSecret(), agreed.transcript().hash());
    if (received.length != expected.length) {
      throw new ProtocolException(
          "Finished of " + received.length + " bytes (expected: " + expected.length + ")");
    }
    // RFC 8446 4.4.4: verify_data that is wrong aborts with decrypt_error. In constant time.
    if (!MessageDigest.isEqual(expected, received)) {
      throw new AlertException(Alert.DECRYPT_ERROR, "Finished of the server is wrong");
    }
    agreed.transcript().add(message);
    return finish();
  }

  private State finish() throws ProtocolException {
    KeySchedule schedule = agreed.schedule();
    schedule.main();
    byte[] hash = agreed.transcript().hash();
    byte[] client = schedule.clientApplicationTraffic(hash);
    byte[] server = schedule.serverApplicationTraffic(hash);
    byte[] exporter = schedule.exporter(hash);
    agreed.log("CLIENT_TRAFFIC_SECRET_0", client);
    agreed.log("SERVER_TRAFFIC_SECRET_0", server);
    agreed.log("EXPORTER_SECRET", exporter);
    CipherSuite suite = agreed.suite();
    agreed.carrier().readKeys(new TrafficKeys.Tls13(Level.APPLICATION, suite, server));
    agreed.writing().go();
    ClientFlight.send(agreed, extensions, request);
    agreed.carrier().writeKeys(new TrafficKeys.Tls13(Level.APPLICATION, suite, client));
    if (agreed.publicName() != null) {
      throw rejected();
    }
    byte[] resumption = schedule.resumption(agreed.transcript().hash());
    return new Traffic(
        agreed.config(),
        negotiated(),
        extensions.answered(),
        new ApplicationKeys(agreed.carrier(), suite, server, client, exporter),
        resumption,
        new FloodLimit(agreed.config().time()));
  }

  /// RFC 9849 6.1.6: the server proved that it may say what configurations are right, and nothing
  /// else.
  private AlertException rejected() {
    EchConfigSource source = agreed.config().ech();
    if (source != null) {
      source.rejected(extensions.retryConfigs());
    }
    return new AlertException(
        Alert.ECH_REQUIRED, "server " + agreed.publicName() + " did not take the hidden hello");
  }

  private Negotiated negotiated() {
    return new Negotiated(
        ProtocolVersion.TLS_1_3,
        agreed.suite(),
        agreed.group(),
        extensions.alpn(),
        agreed.hello().hello().extensions().serverName(),
        chain,
        agreed.ech(),
        agreed.resumed());
  }

  @Override
  public void beforeAlert() {
    agreed.writing().go();
  }
}
