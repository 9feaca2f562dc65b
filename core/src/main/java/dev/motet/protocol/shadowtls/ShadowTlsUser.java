package dev.motet.protocol.shadowtls;

import dev.motet.json.Fields;

/// A user of a version 3 inbound.
record ShadowTlsUser(String name, String password) {
  static ShadowTlsUser decode(Fields f) {
    String password = f.secret("password");
    return new ShadowTlsUser(f.string("name", ""), password == null ? "" : password);
  }

  /// Never shows the password.
  @Override
  public String toString() {
    return "ShadowTlsUser[" + name + ", ***]";
  }
}
