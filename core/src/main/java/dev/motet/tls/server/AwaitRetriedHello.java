package dev.motet.tls.server;

import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.KeyShare;

/// After a HelloRetryRequest: the second ClientHello, with the share that was asked for.
record AwaitRetriedHello(Link link, ReceivedHello first, CipherSuite suite, int group)
    implements ServerState {
  @Override
  public ServerState receive(byte[] message) throws AlertException {
    ReceivedHello outer = ReceivedHello.read(message);
    byte[] inner = link.ech().openSecond(message);
    ReceivedHello second = inner == null ? outer : ReceivedHello.read(inner);
    HelloRules.check(second.hello(), link.config().quic());
    HelloRules.checkSecond(first.hello(), second.hello(), group);
    KeyShare share = second.hello().extensions().keyShares().getFirst();
    return new ServerFlight(link, second, suite, share).send(false);
  }
}
