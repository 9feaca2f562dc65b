package dev.motet.protocol.socks;

/// What an outbound speaks to its server.
enum SocksVersion {
  V5("5"),
  V4("4"),
  V4A("4a");

  private final String text;

  SocksVersion(String text) {
    this.text = text;
  }

  /// As configuration writes it.
  @Override
  public String toString() {
    return text;
  }
}
