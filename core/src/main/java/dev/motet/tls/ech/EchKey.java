package dev.motet.tls.ech;

import dev.motet.crypto.X25519;
import java.security.SecureRandom;

/// A key of a server that opens inner hellos, and the configuration that clients were given. The
/// arrays are not to be changed.
///
/// @param config one `ECHConfig`, from its version on, exactly as published
/// @param privateKey X25519, 32 bytes
/// @param isRetry whether clients whose hello could not be opened are told of it
public record EchKey(byte[] config, byte[] privateKey, boolean isRetry) {
  /// A new key, with a configuration that sends clients to `publicName`.
  ///
  /// @throws IllegalArgumentException for a name that clients would refuse
  public static EchKey generate(String publicName, SecureRandom random) {
    if (!PublicName.isValid(publicName)) {
      throw new IllegalArgumentException("\"" + publicName + "\" is no host name");
    }
    byte[] privateKey = X25519.newPrivateKey(random);
    byte[] config = EchConfig.write(0, X25519.publicKey(privateKey), publicName);
    return new EchKey(config, privateKey, true);
  }

  /// Never shows the key.
  @Override
  public String toString() {
    return "EchKey[" + config.length + " bytes]";
  }
}
