package dev.motet.tls.server;

import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.KeyShare;
import dev.motet.tls.message.ProtocolVersion;
import dev.motet.tls.message.ServerHello;
import java.util.List;

/// Before anything was said: the first ClientHello is answered, or a better one is asked for.
record AwaitHello(Link link) implements ServerState {
  @Override
  public ServerState receive(byte[] message) throws AlertException {
    ReceivedHello received = ReceivedHello.read(message);
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
    link.send(
        new ServerHello(
                ProtocolVersion.TLS_1_2,
                ServerHello.retryRandom(),
                received.hello().sessionId(),
                suite.code(),
                0,
                List.of(
                    Extension.ofNumber(ExtensionType.SUPPORTED_VERSIONS, ProtocolVersion.TLS_1_3),
                    Extension.ofNumber(ExtensionType.KEY_SHARE, group)))
            .toBytes());
    if (hasCompatibilityMode(received.hello())) {
      link.carrier().sendChangeCipherSpec();
    }
    return new AwaitRetriedHello(link, received, suite, group);
  }

  /// RFC 8446 D.4: a client that sends a session id wants the handshake to look like one of TLS
  /// 1.2.
  private boolean hasCompatibilityMode(ClientHello hello) {
    return !link.config().quic() && hello.sessionId().length > 0;
  }
}
