package dev.motet.dns.message;

/// Where names stand in the data of records, for the types whose names may be compressed in a
/// message: those of RFC 1035, and the later ones that RFC 3597 4 lists.
///
/// @param before bytes in front of the names
/// @param names how many follow each other
/// @param compressed whether they are written compressed: only those of RFC 1035 may be
record Layout(int before, int names, boolean compressed) {
  static final Layout OPAQUE = new Layout(0, 0, false);

  private static final Layout ONE = new Layout(0, 1, true);
  private static final Layout TWO = new Layout(0, 2, true);

  static Layout of(int type) {
    return switch (type) {
      case 2, 3, 4, 5, 7, 8, 9, 12 -> ONE; // NS MD MF CNAME MB MG MR PTR
      case 6, 14 -> TWO; // SOA MINFO
      case 15 -> new Layout(2, 1, true); // MX
      case 17 -> new Layout(0, 2, false); // RP
      case 18, 21, 36 -> new Layout(2, 1, false); // AFSDB RT KX
      case 24 -> new Layout(18, 1, false); // SIG
      case 26 -> new Layout(2, 2, false); // PX
      case 30, 39 -> new Layout(0, 1, false); // NXT DNAME
      case 33 -> new Layout(6, 1, false); // SRV
      default -> OPAQUE;
    };
  }
}
