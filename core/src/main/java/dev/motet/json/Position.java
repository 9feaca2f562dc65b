package dev.motet.json;

import org.jspecify.annotations.Nullable;

/// A place in a configuration.
///
/// @param path `outbounds[3].tls.utls.fingerprint`; empty for the root
/// @param file as the user wrote it; null for text that came from no file
/// @param line from 1
/// @param column from 1, counted in characters
public record Position(String path, @Nullable String file, int line, int column) {
  /// For values that no text stands behind.
  public static final Position NONE = new Position("", null, 0, 0);

  @Override
  public String toString() {
    String at = (file == null ? "" : file + ":") + line + ":" + column;
    return path.isEmpty() ? at : path + " (" + at + ")";
  }
}
