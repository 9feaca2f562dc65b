package dev.motet.dns.message;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.option.RecordTypes;

/// What a query asks for (RFC 1035 4.1.2).
///
/// @param type u16, see [RecordTypes]
/// @param klass u16; 1 is the Internet
public record Question(Name name, int type, int klass) {
  public static final int INTERNET = 1;

  // Question: name, type (u16), class (u16)

  static Question read(ByteReader in, byte[] message) throws ProtocolException {
    return new Question(Name.read(in, message), in.u16(), in.u16());
  }

  /// `example.org. IN A`.
  @Override
  public String toString() {
    return name.text() + " " + classText(klass) + " " + RecordTypes.text(type);
  }

  static String classText(int klass) {
    return switch (klass) {
      case INTERNET -> "IN";
      case 3 -> "CH";
      case 4 -> "HS";
      case 254 -> "NONE";
      case 255 -> "ANY";
      default -> "CLASS" + klass;
    };
  }
}
