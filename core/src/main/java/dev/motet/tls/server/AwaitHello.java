package dev.motet.tls.server;

import dev.motet.tls.alert.AlertException;
import dev.motet.tls.ech.EchConfirmation;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.KeyShare;
import dev.motet.tls.message.ProtocolVersion;
import dev.motet.tls.message.ServerHello;
import java.util.ArrayList;
import java.util.List;

/// Before anything was said: the first ClientHello is answered, or a better one is asked for.
record AwaitHello(Link link) implements ServerState {
  @Override
  public ServerState receive(byte[] message) throws AlertException {
    ReceivedHello outer = ReceivedHello.read(message);
    byte[] inner = link.ech().open(message);
    // RFC 9849 7.1: the hidden hello is the one that counts, from here on
    ReceivedHello received = inner == null ? outer : ReceivedHello.read(inner);
    ClientHello hello = received.hello();
    HelloRules.check(hello, link.config().quic());
    Disguise disguise = link.disguise();
    CipherSuite suite =
        disguise == null
            ? Choices.suite(link.config().suites(), hello.cipherSuites())
            : Choices.suite(List.of(disguise.suite()), hello.cipherSuites());
    link.transcript().start(suite.hash());
    if (HelloRules.offersEarlyData(hello)) {
      link.carrier().skipEarlyData();
    }
    List<Integer> groups = disguise == null ? link.config().groups() : List.of(disguise.group());
    KeyShare share = Choices.share(groups, hello.extensions());
    if (share != null) {
      return new ServerFlight(link, received, suite, share).send(hasCompatibilityMode(hello));
    }
    return retry(received, suite, Choices.group(groups, hello.extensions()));
  }

  /// RFC 8446 4.1.4: the client is to send a share of the group.
  private ServerState retry(ReceivedHello received, CipherSuite suite, int group) {
    link.transcript().add(received.message());
    link.transcript().retried();
    link.send(request(received, suite, group));
    if (hasCompatibilityMode(received.hello())) {
      link.carrier().sendChangeCipherSpec();
    }
    return new AwaitRetriedHello(link, received, suite, group);
  }

  private byte[] request(ReceivedHello received, CipherSuite suite, int group) {
    List<Extension> extensions = new ArrayList<>(3);
    extensions.add(Extension.ofNumber(ExtensionType.SUPPORTED_VERSIONS, ProtocolVersion.TLS_1_3));
    extensions.add(Extension.ofNumber(ExtensionType.KEY_SHARE, group));
    boolean hidden = link.ech().isAccepted();
    if (hidden) {
      byte[] confirmation = new byte[EchConfirmation.BYTES];
      extensions.add(new Extension(ExtensionType.ENCRYPTED_CLIENT_HELLO, confirmation));
    }
    byte[] random = received.hello().random();
    byte[] request =
        new ServerHello(
                ProtocolVersion.TLS_1_2,
                ServerHello.retryRandom(),
                received.hello().sessionId(),
                suite.code(),
                0,
                extensions)
            .toBytes();
    if (hidden) {
      int at = request.length - EchConfirmation.BYTES;
      EchConfirmation.writeRetry(request, at, random, suite.hash(), link.transcript());
    }
    return request;
  }

  /// RFC 8446 D.4: a client that sends a session id wants the handshake to look like one of TLS
  /// 1.2.
  private boolean hasCompatibilityMode(ClientHello hello) {
    return !link.config().quic() && hello.sessionId().length > 0;
  }
}
