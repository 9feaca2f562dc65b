package dev.motet.option;

import dev.motet.json.JsonTree;
import dev.motet.json.Suggest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Names that a free text usually is one of (config-check 18).
///
/// @param names in the order to show them
/// @param open whether other texts can match too: the banner of an SSH client is a `client`
record KnownNames(List<String> names, boolean open) {
  static final KnownNames PROTOCOLS =
      new KnownNames(
          List.of("tls", "http", "quic", "dns", "stun", "bittorrent", "dtls", "ssh", "rdp", "ntp"),
          false);

  static final KnownNames CLIENTS =
      new KnownNames(List.of("chromium", "safari", "firefox", "quic-go", "unknown"), true);

  /// What to tell about a text that is none of the names; null when it may be meant.
  @Nullable String doubt(String text) {
    if (names.contains(text)) {
      return null;
    }
    String near = Suggest.phrase(text.toLowerCase(Locale.ROOT), names);
    if (open && near.isEmpty() && !names.contains(text.toLowerCase(Locale.ROOT))) {
      return null;
    }
    return JsonTree.quote(text)
        + (open ? " is no client that is recognised" : " can never match")
        + near
        + " (known: "
        + String.join(", ", names)
        + ")";
  }
}
