package dev.motet.crypto;

import java.security.Provider;
import org.conscrypt.Conscrypt;

/// BoringSSL through Conscrypt, which may be absent: touched only by [Providers].
final class ConscryptLibrary {
  private ConscryptLibrary() {}

  /// @throws LinkageError when it is not on the class path, or has no code for this machine
  static Provider load() {
    return Conscrypt.newProvider();
  }
}
