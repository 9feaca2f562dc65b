package dev.motet.engine;

import dev.motet.option.CertificateOptions;
import dev.motet.secure.CertificateStore;
import dev.motet.tls.cert.TrustedRoots;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The roots that the TLS clients of an instance trust, read when they are first needed.
/// Thread-safe.
final class Roots {
  /// Both are guarded by `this`.
  private CertificateOptions options = CertificateOptions.DEFAULT;

  private @Nullable SSLContext read;

  private @Nullable TrustedRoots trusted;

  /// From here on these count; files are read again.
  synchronized void swap(CertificateOptions next) {
    options = next;
    read = null;
    trusted = null;
  }

  synchronized TrustedRoots trusted() throws IOException {
    TrustedRoots known = trusted;
    if (known == null) {
      known = CertificateStore.load(options, System.getenv()).trusted();
      trusted = known;
    }
    return known;
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
