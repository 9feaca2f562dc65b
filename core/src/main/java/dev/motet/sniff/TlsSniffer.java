package dev.motet.sniff;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.io.TruncatedException;
import dev.motet.option.Sniffer;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ClientHelloReader;

/// TLS: a whole ClientHello, however it is cut into records (inventory SN-1).
final class TlsSniffer implements StreamSniffer {
  @Override
  public Sniffed sniff(ByteReader seen) {
    try {
      ClientHello hello = ClientHelloReader.read(seen);
      String name = Domains.claimed(hello.extensions().serverName());
      return new Sniffed.Found(Sniffer.TLS, name, null);
    } catch (TruncatedException _) {
      return Sniffed.MORE;
    } catch (ProtocolException _) {
      return Sniffed.NO;
    }
  }
}
