package dev.motet.secure;

import dev.motet.core.Env;
import dev.motet.option.KeyPairOptions;
import dev.motet.tls.cert.IdentityText;
import dev.motet.tls.handshake.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/// A certificate and its key as a configuration names them; files are followed (inventory TLS-1).
final class WatchedIdentity {
  private WatchedIdentity() {}

  /// @param what it is, for the log
  static Watched<Identity> of(Env env, KeyPairOptions pair, String what) throws IOException {
    List<String> files = new ArrayList<>(pair.certificate().paths());
    files.addAll(pair.key().paths());
    try {
      return new Watched<>(
          files, read(pair), () -> read(again(pair)), what, env.log(), env.resources().timeouts());
    } catch (GeneralSecurityException e) {
      throw new IOException("parse x509 key pair: " + e.getMessage(), e);
    }
  }

  private static KeyPairOptions again(KeyPairOptions pair) throws IOException {
    return new KeyPairOptions(pair.certificate().again(), pair.key().again());
  }

  private static Identity read(KeyPairOptions pair) throws GeneralSecurityException {
    return IdentityText.read(pair.certificate().text(), pair.key().text());
  }
}
