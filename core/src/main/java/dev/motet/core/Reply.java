package dev.motet.core;

import dev.motet.io.DialException;
import java.io.IOException;

/// How an inbound tells its client what became of the request. The first call counts, later ones do
/// nothing.
public interface Reply {
  /// For protocols that have no answer.
  Reply NONE =
      new Reply() {
        @Override
        public void accepted() {}

        @Override
        public void refused(DialException cause) {}
      };

  void accepted() throws IOException;

  /// A SOCKS code, an HTTP status, a TCP reset; nothing at all for [DialException.Reason#DROPPED].
  void refused(DialException cause) throws IOException;
}
