package dev.motet.dns.message;

import dev.motet.io.ProtocolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Messages as bytes, and messages that the code of another program makes from the text of zone
/// files.
public final class Wires {
  /// `www.a.test. IN A` with the id 0x1234, recursion desired.
  static final String QUERY = "1234 0100 0001 0000 0000 0000 03777777 0161 0474657374 00 0001 0001";

  /// The same with authentic data wanted and a record OPT: 4096 bytes, DNSSEC OK, a cookie.
  static final String EDNS_QUERY =
      "1234 0120 0001 0000 0000 0001 03777777 0161 0474657374 00 0001 0001"
          + "00 0029 1000 00 00 8000 000c 000a 0008 0102030405060708";

  private Wires() {}

  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  /// A query as this program asks it.
  public static Message query(String name, int type) {
    try {
      return Message.query(dev.motet.dns.message.Name.of(name), type);
    } catch (ProtocolException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The answer of a server to a query.
  ///
  /// @param records `name seconds type data`; those behind `;` are authorities, behind a second one
  ///   additionals
  public static Message answer(Message query, int rcode, String... records) {
    try {
      org.xbill.DNS.Message answer = new org.xbill.DNS.Message(query.write());
      answer.getHeader().setFlag(Flags.QR);
      answer.getHeader().setFlag(Flags.RA);
      answer.getHeader().setRcode(rcode);
      int section = Section.ANSWER;
      for (String record : records) {
        if (record.equals(";")) {
          section++;
        } else {
          answer.addRecord(record(record), section);
        }
      }
      return Message.read(answer.toWire());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Record record(String text) throws IOException {
    String[] words = text.split(" ", 4);
    return Record.fromString(
        Name.fromString(words[0]),
        Type.value(words[2]),
        DClass.IN,
        Long.parseLong(words[1]),
        words[3],
        Name.root);
  }

  static Name name(String text) throws TextParseException {
    return Name.fromString(text);
  }
}
