package dev.motet.tls.ech;

/// A key of a server that opens inner hellos, and the configuration that clients were given. The
/// arrays are not to be changed.
///
/// @param config one `ECHConfig`, from its version on, exactly as published
/// @param privateKey X25519, 32 bytes
/// @param isRetry whether clients whose hello could not be opened are told of it
public record EchKey(byte[] config, byte[] privateKey, boolean isRetry) {
  /// Never shows the key.
  @Override
  public String toString() {
    return "EchKey[" + config.length + " bytes]";
  }
}
