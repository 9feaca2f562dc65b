package dev.motet.tls.message;

import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/// The certificates of TLS 1.3 (RFC 8446 4.4.2), leaf first; none where a client has none to show.
///
/// @param context of the request; empty for a server. Not to be changed
public record CertificateMessage(byte[] context, List<Entry> entries) {
  /// More than any real chain; a peer that sends more wants to cost memory.
  public static final int MAX_ENTRIES = 16;

  /// @param certificate DER; not to be changed
  /// @param extensions OCSP responses and SCTs
  public record Entry(byte[] certificate, List<Extension> extensions) {}

  // context (u8 length), list (u24 length) of: certificate (u24 length), extensions (u16 length)
  public static CertificateMessage read(ByteReader in) throws ProtocolException {
    byte[] context = Vectors.opaque8(in);
    ByteReader list = in.sub(in.u24());
    in.end();
    List<Entry> entries = new ArrayList<>(3);
    while (list.remaining() > 0) {
      byte[] certificate = Vectors.opaque24(list);
      if (certificate.length == 0) {
        throw new ProtocolException("empty certificate");
      }
      if (entries.size() == MAX_ENTRIES) {
        throw new ProtocolException("more than " + MAX_ENTRIES + " certificates");
      }
      entries.add(new Entry(certificate, Vectors.extensions(list)));
    }
    return new CertificateMessage(context, List.copyOf(entries));
  }

  /// The certificates alone, in their order.
  public List<byte[]> chain() {
    return entries.stream().map(Entry::certificate).toList();
  }

  /// The complete message.
  public byte[] toBytes() {
    int list = 0;
    for (Entry entry : entries) {
      list += 3 + entry.certificate.length + Extension.bytes(entry.extensions);
    }
    int listBytes = list;
    return Message.of(
        HandshakeType.CERTIFICATE,
        1 + context.length + 3 + listBytes,
        out -> {
          out.u8(context.length).bytes(context).u24(listBytes);
          entries.forEach(entry -> write(out, entry));
        });
  }

  private static void write(ByteWriter out, Entry entry) {
    out.u24(entry.certificate.length).bytes(entry.certificate);
    Vectors.writeExtensions(out, entry.extensions);
  }
}
