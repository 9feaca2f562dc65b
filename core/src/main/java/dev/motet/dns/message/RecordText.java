package dev.motet.dns.message;

import dev.motet.io.ByteReader;
import dev.motet.io.IpLiteral;
import dev.motet.io.ProtocolException;
import dev.motet.option.RecordTypes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.StringJoiner;

/// Records as zone files write them, for logs: `a.test. 300 IN A 192.0.2.1`. Types without a form
/// of their own here, and data that is not as it should be, are written as RFC 3597 5 says.
final class RecordText {
  private RecordText() {}

  static String of(ResourceRecord record) {
    return record.name().text()
        + " "
        + record.ttl()
        + " "
        + Question.classText(record.klass())
        + " "
        + RecordTypes.text(record.type())
        + " "
        + data(record);
  }

  private static String data(ResourceRecord record) {
    byte[] data = record.data();
    ByteReader in = new ByteReader(data);
    try {
      String text =
          switch (record.type()) {
            case RecordTypes.A, RecordTypes.AAAA -> address(in, in.remaining());
            case RecordTypes.TXT -> strings(in);
            case RecordTypes.SVCB, RecordTypes.HTTPS -> service(in, data);
            default -> names(record.type(), in, data);
          };
      in.end();
      return text;
    } catch (ProtocolException _) {
      return "\\# " + data.length + " " + HexFormat.of().withUpperCase().formatHex(data);
    }
  }

  /// Numbers of u16, names, numbers of u32: all that the known types consist of.
  private static String names(int type, ByteReader in, byte[] data) throws ProtocolException {
    Layout layout = Layout.of(type);
    boolean plain =
        switch (type) {
          case RecordTypes.NS,
              RecordTypes.CNAME,
              RecordTypes.SOA,
              RecordTypes.PTR,
              RecordTypes.MX,
              RecordTypes.SRV,
              RecordTypes.DNAME ->
              true;
          default -> false;
        };
    if (!plain) {
      throw new ProtocolException("a type without a form of its own");
    }
    StringJoiner words = new StringJoiner(" ");
    for (int i = 0; i < layout.before(); i += 2) {
      words.add(String.valueOf(in.u16()));
    }
    for (int i = 0; i < layout.names(); i++) {
      words.add(Name.read(in, data).text());
    }
    while (in.remaining() > 0) {
      words.add(String.valueOf(in.u32()));
    }
    return words.toString();
  }

  // Service: priority (u16), name, parameters in the order of their keys: key (u16), length (u16),
  // value (RFC 9460 2.2)

  private static String service(ByteReader in, byte[] data) throws ProtocolException {
    StringJoiner words = new StringJoiner(" ");
    words.add(String.valueOf(in.u16()));
    words.add(Name.read(in, data).text());
    while (in.remaining() > 0) {
      int key = in.u16();
      words.add(parameter(key, in.sub(in.u16())));
    }
    return words.toString();
  }

  private static String parameter(int key, ByteReader value) throws ProtocolException {
    return switch (key) {
      case 1 -> "alpn=" + quoted(commas(value));
      case 2 -> "no-default-alpn";
      case 3 -> "port=" + value.u16();
      case 4 -> "ipv4hint=" + hints(value, 4);
      case 6 -> "ipv6hint=" + hints(value, 16);
      default -> "key" + key + "=" + quoted(value.latin1(value.remaining()));
    };
  }

  private static String hints(ByteReader value, int bytes) throws ProtocolException {
    StringJoiner hints = new StringJoiner(",");
    while (value.remaining() > 0) {
      hints.add(address(value, bytes));
    }
    return hints.toString();
  }

  private static String commas(ByteReader value) throws ProtocolException {
    StringJoiner words = new StringJoiner(",");
    while (value.remaining() > 0) {
      words.add(value.latin1(value.u8()));
    }
    return words.toString();
  }

  private static String strings(ByteReader in) throws ProtocolException {
    StringJoiner strings = new StringJoiner(" ");
    while (in.remaining() > 0) {
      strings.add(quoted(in.latin1(in.u8())));
    }
    return strings.toString();
  }

  private static String quoted(String bytes) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c >= 0x20 && c < 0x7f) {
        text.append(c);
      } else {
        text.append('\\').append((char) ('0' + c / 100));
        text.append((char) ('0' + c / 10 % 10)).append((char) ('0' + c % 10));
      }
    }
    return text.append('"').toString();
  }

  private static String address(ByteReader in, int bytes) throws ProtocolException {
    try {
      return IpLiteral.text(InetAddress.getByAddress(in.bytes(bytes)));
    } catch (UnknownHostException _) {
      throw new ProtocolException("an address of " + bytes + " bytes (expected: 4 or 16)");
    }
  }
}
