package dev.motet.engine;

import dev.motet.option.CertificateOptions;
import dev.motet.secure.CertificateStore;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The roots that an instance's own TLS clients trust, read when they are first needed.
/// Thread-safe.
final class Roots {
  /// Both are guarded by `this`.
  private CertificateOptions options = CertificateOptions.DEFAULT;

  private @Nullable SSLContext read;

  /// From here on these count; files are read again.
  synchronized void swap(CertificateOptions next) {
    options = next;
    read = null;
  }

  synchronized SSLContext context() throws IOException {
    SSLContext context = read;
    if (context == null) {
      try {
        context = CertificateStore.load(options, System.getenv()).context();
      } catch (GeneralSecurityException e) {
        throw new IOException("certificate store: " + e.getMessage(), e);
      }
      read = context;
    }
    return context;
  }
}
