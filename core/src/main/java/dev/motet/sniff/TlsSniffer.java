package dev.motet.sniff;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.option.Sniffer;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ClientHelloReader;

/// TLS: a whole ClientHello, however it is cut into records (inventory SN-1).
final class TlsSniffer implements StreamSniffer {
  @Override
  public Sniffed recognise(ByteReader seen) throws ProtocolException {
    ClientHello hello = ClientHelloReader.read(seen);
    String name = Domains.claimed(hello.extensions().serverName());
    return new Sniffed.Found(Sniffer.TLS, name, null);
  }
}
