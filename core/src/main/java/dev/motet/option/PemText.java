package dev.motet.option;

import dev.motet.json.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// PEM text of a configuration: in lines, or what its files hold. Files are read with the
/// configuration, so that a fault has its place in it, and that a reload sees that one changed.
///
/// @param paths of the files; empty for text in the configuration
public record PemText(String text, List<String> paths) {
  private static final long MAX_BYTES = 16 << 20;

  /// Reads `name`, else the file or files of `pathName`.
  ///
  /// @param used whether the text is wanted; otherwise the fields are only looked at
  /// @param what is read: `certificate`
  /// @return null when there is none, or it cannot be read, which was noted
  static @Nullable PemText decode(
      Fields f, String name, String pathName, boolean used, String what) {
    String path = f.string(pathName, "");
    return decode(f, name, pathName, path.isEmpty() ? List.of() : List.of(path), used, what);
  }

  /// As [#decode(Fields, String, String, boolean, String)] with a list of files.
  static @Nullable PemText decodeFiles(
      Fields f, String name, String pathName, boolean used, String what) {
    return decode(f, name, pathName, f.strings(pathName), used, what);
  }

  private static @Nullable PemText decode(
      Fields f, String name, String pathName, List<String> paths, boolean used, String what) {
    String text = String.join("\n", f.strings(name));
    if (!used) {
      return null;
    }
    if (!text.isEmpty()) {
      if (!paths.isEmpty()) {
        f.warn(pathName, "without effect beside `" + name + "`");
      }
      return new PemText(text, List.of());
    }
    List<String> contents = new ArrayList<>();
    for (String path : paths) {
      try {
        contents.add(content(path));
      } catch (IOException | InvalidPathException e) {
        f.invalid(pathName, "read " + what + ": \"" + path + "\" cannot be read: " + reason(e));
        return null;
      }
    }
    return paths.isEmpty() ? null : new PemText(String.join("\n", contents), List.copyOf(paths));
  }

  /// The same with what its files hold by now.
  public PemText again() throws IOException {
    List<String> contents = new ArrayList<>();
    for (String path : paths) {
      contents.add(content(path));
    }
    return paths.isEmpty() ? this : new PemText(String.join("\n", contents), paths);
  }

  private static String content(String path) throws IOException {
    Path file = Path.of(path);
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("larger than 16 MiB");
    }
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static String reason(Exception e) {
    return e instanceof java.nio.file.NoSuchFileException
        ? "no such file"
        : String.valueOf(e.getMessage());
  }

  /// Never shows the text, which may be a key.
  @Override
  public String toString() {
    return "PemText[" + text.length() + " characters, " + paths + "]";
  }
}
