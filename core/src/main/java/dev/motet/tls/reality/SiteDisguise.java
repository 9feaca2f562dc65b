package dev.motet.tls.reality;

import dev.motet.crypto.Aead;
import dev.motet.crypto.Hkdf;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.KeyShare;
import dev.motet.tls.message.ServerHello;
import dev.motet.tls.server.Disguise;
import java.util.ArrayList;
import java.util.List;

/// Makes the own flight look like the one of the site (protocols.md 3.2, 5).
record SiteDisguise(SiteFlight flight) implements Disguise {
  /// Header of a record, type of the content, tag.
  private static final int OVERHEAD_BYTES = 5 + 1 + Aead.TAG_BYTES;

  private static final int EXTENSIONS_BYTES = 4 + 2;

  /// Context, list, one certificate of 178 bytes without extensions.
  private static final int CERTIFICATE_BYTES = 4 + 1 + 3 + 3 + 178 + 2;

  private static final int VERIFY_BYTES = 4 + 2 + 2 + RealityCertificate.SIGNATURE_BYTES;

  /// Whether the own messages are not longer than the records of the site.
  static boolean fits(List<Integer> recordBytes, Hkdf hash) {
    int[] own = {EXTENSIONS_BYTES, CERTIFICATE_BYTES, VERIFY_BYTES, 4 + hash.hashBytes()};
    if (recordBytes.size() == 1) {
      int all = own[0] + own[1] + own[2] + own[3];
      return recordBytes.getFirst() >= all + OVERHEAD_BYTES;
    }
    for (int i = 0; i < own.length; i++) {
      if (recordBytes.get(i) < own[i] + OVERHEAD_BYTES) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int suite() {
    return flight.hello().cipherSuite();
  }

  @Override
  public int group() {
    return flight.share().group();
  }

  @Override
  public byte[] serverHello(KeyShare own) {
    ServerHello site = flight.hello();
    List<Extension> extensions = new ArrayList<>(site.extensions());
    extensions.replaceAll(extension ->
        extension.type() == ExtensionType.KEY_SHARE ? Extension.ofKeyShare(own) : extension);
    return new ServerHello(
            site.version(),
            site.random(),
            site.sessionId(),
            site.cipherSuite(),
            site.compressionMethod(),
            extensions)
        .toBytes();
  }

  @Override
  public void send(Carrier carrier, List<byte[]> messages) throws AlertException {
    List<Integer> lengths = flight.recordBytes();
    if (lengths.size() == 1) {
      carrier.send(joined(messages), lengths.getFirst());
      return;
    }
    for (int i = 0; i < messages.size(); i++) {
      carrier.send(messages.get(i), lengths.get(i));
    }
  }

  private static byte[] joined(List<byte[]> messages) {
    int length = 0;
    for (byte[] message : messages) {
      length += message.length;
    }
    byte[] joined = new byte[length];
    int at = 0;
    for (byte[] message : messages) {
      System.arraycopy(message, 0, joined, at, message.length);
      at += message.length;
    }
    return joined;
  }

  @Override
  public void sendAfter(Carrier carrier) throws AlertException {
    if (flight.ticketBytes() >= OVERHEAD_BYTES) {
      carrier.sendPadding(flight.ticketBytes());
    }
  }
}
