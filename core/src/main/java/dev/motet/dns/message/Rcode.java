package dev.motet.dns.message;

import java.util.List;

/// Response codes (RFC 1035 4.1.1, RFC 6895 2.3).
public final class Rcode {
  public static final int NOERROR = 0;
  public static final int FORMERR = 1;
  public static final int SERVFAIL = 2;
  public static final int NXDOMAIN = 3;
  public static final int NOTIMP = 4;
  public static final int REFUSED = 5;

  /// Needs the record OPT: it has more than four bits.
  public static final int BADVERS = 16;

  private static final List<String> NAMES =
      List.of(
          "NOERROR",
          "FORMERR",
          "SERVFAIL",
          "NXDOMAIN",
          "NOTIMP",
          "REFUSED",
          "YXDOMAIN",
          "YXRRSET",
          "NXRRSET",
          "NOTAUTH",
          "NOTZONE");

  private Rcode() {}

  /// The name, or the number as `RCODE23`.
  public static String text(int rcode) {
    if (rcode < NAMES.size()) {
      return NAMES.get(rcode);
    }
    return rcode == BADVERS ? "BADVERS" : "RCODE" + rcode;
  }
}
