package dev.motet.engine;

import dev.motet.json.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Finds and reads the files of a configuration, in the order of their paths as text (inventory
/// JS-29).
final class ConfigFiles {
  private static final String STDIN = "stdin";

  private ConfigFiles() {}

  static List<SourceText> read(List<Path> files, List<Path> directories, InputStream stdin)
      throws IOException {
    List<Path> paths = paths(files, directories);
    List<SourceText> sources = new ArrayList<>();
    for (Path path : paths) {
      sources.add(SourceText.of(path.toString(), readOne(path, stdin)));
    }
    return sources;
  }

  static List<Path> paths(List<Path> files, List<Path> directories) throws IOException {
    List<Path> paths = new ArrayList<>(files);
    for (Path directory : directories) {
      paths.addAll(list(directory));
    }
    paths.sort((a, b) -> a.toString().compareTo(b.toString()));
    return paths;
  }

  private static List<Path> list(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.json")) {
      entries.forEach(e -> found.add(e));
    } catch (IOException e) {
      throw new IOException("read config directory at " + directory + ": " + reason(e), e);
    }
    found.removeIf(Files::isDirectory);
    return found;
  }

  static byte[] readOne(Path path, InputStream stdin) throws IOException {
    try {
      return path.toString().equals(STDIN) ? stdin.readAllBytes() : Files.readAllBytes(path);
    } catch (IOException e) {
      throw new IOException("read config at " + path + ": " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      case NotDirectoryException _ -> "not a directory";
      default -> String.valueOf(e.getMessage());
    };
  }
}
