package dev.motet.tls.server;

import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.KeyShare;

/// After a HelloRetryRequest: the second ClientHello, with the share that was asked for.
record AwaitRetriedHello(Link link, ReceivedHello first, CipherSuite suite, int group)
    implements ServerState {
  @Override
  public ServerState receive(byte[] message) throws AlertException {
    ReceivedHello second = ReceivedHello.read(message);
    HelloRules.check(second.hello(), link.config().quic());
    HelloRules.checkSecond(first.hello(), second.hello(), group);
    KeyShare share = second.hello().extensions().keyShares().getFirst();
    return new ServerFlight(link, second, suite, share).send(false);
  }
}
