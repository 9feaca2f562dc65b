package dev.motet.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;

/// AWS-LC through Amazon's provider, which may be absent: touched only by [Providers].
final class CorrettoLibrary {
  private CorrettoLibrary() {}

  /// @throws LinkageError when it is not on the class path, or has no code for this machine
  static Provider load() {
    AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
    Throwable problem = provider.getLoadingError();
    if (problem != null) {
      throw new LinkageError("no AWS-LC", problem);
    }
    return provider;
  }
}
