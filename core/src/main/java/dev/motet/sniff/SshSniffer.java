package dev.motet.sniff;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.option.Sniffer;

/// SSH: the client's identification, from which the program and its comments are told (inventory
/// SN-6).
final class SshSniffer implements StreamSniffer {
  private static final String PREFIX = "SSH-2.0-";

  /// RFC 4253 4.2, with CR and LF.
  private static final int MAX_LINE_BYTES = 255;

  private static final Sniffed.Found WITHOUT_CLIENT = new Sniffed.Found(Sniffer.SSH, null, null);

  // RFC 4253 4.2: "SSH-2.0-", software version, optionally SP and comments, CR, LF
  @Override
  public Sniffed recognise(ByteReader seen) throws ProtocolException {
    for (int i = 0; i < PREFIX.length(); i++) {
      if (seen.u8() != PREFIX.charAt(i)) {
        throw new ProtocolException("not an SSH identification");
      }
    }
    StringBuilder client = new StringBuilder(48);
    while (PREFIX.length() + client.length() < MAX_LINE_BYTES) {
      if (seen.remaining() == 0) {
        return new Sniffed.More(WITHOUT_CLIENT);
      }
      int c = seen.u8();
      if (c == '\n') {
        return new Sniffed.Found(Sniffer.SSH, null, client.isEmpty() ? null : client.toString());
      }
      if (c == '\r') {
        continue;
      }
      if (c < ' ' || c >= 0x7f) {
        return WITHOUT_CLIENT; // not text that a rule or a log should see
      }
      client.append((char) c);
    }
    return WITHOUT_CLIENT;
  }
}
