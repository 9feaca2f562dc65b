package dev.motet.tls.server;

import dev.motet.tls.handshake.Identity;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.List;

/// The identity in a key store of the JDK's tool.
final class TestIdentity {
  private TestIdentity() {}

  static Identity read(Path keys, Integer... schemes) throws Exception {
    char[] password = "secret".toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, password);
    }
    PrivateKey key = (PrivateKey) store.getKey("a", password);
    byte[] leaf = store.getCertificate("a").getEncoded();
    return new Identity(List.of(leaf), key, List.of(schemes), null);
  }
}
