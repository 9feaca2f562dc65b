package dev.motet.app.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The names that decide which file a path leads to: each symbolic link on the way, and the file.
final class PathLinks {
  /// As many as Linux follows.
  private static final int MAX_LINKS = 40;

  private PathLinks() {}

  /// Adds the names to the folders that hold them. What does not exist counts by its name, so that
  /// its coming is noticed; folders on the way that do not exist end it.
  ///
  /// @param into names by folder; relative folders belong to the working directory
  static void addTo(Map<Path, Set<String>> into, Path path) throws IOException {
    Deque<String> names = new ArrayDeque<>();
    Path at = begin(path, names);
    int links = 0;
    while (!names.isEmpty()) {
      String name = names.pop();
      Path next = at.resolve(name);
      if (Files.isSymbolicLink(next) && links++ < MAX_LINKS) {
        into.computeIfAbsent(at, _ -> new TreeSet<>()).add(name);
        Path target = Files.readSymbolicLink(next);
        Path from = begin(target, names);
        at = target.isAbsolute() ? from : at;
      } else if (names.isEmpty()) {
        into.computeIfAbsent(at, _ -> new TreeSet<>()).add(name);
      } else {
        at = name.equals("..") ? above(at) : next;
      }
    }
  }

  /// The folder above one without links on its way; of `.` that has no other name than `..`.
  private static Path above(Path folder) {
    Path parent = folder.getParent();
    return parent == null || folder.endsWith("..") ? folder.resolve("..") : parent;
  }

  /// Puts the names of a path in front.
  ///
  /// @return where it begins
  private static Path begin(Path path, Deque<String> names) {
    Deque<String> reversed = new ArrayDeque<>();
    for (Iterator<Path> i = path.iterator(); i.hasNext(); ) {
      reversed.push(i.next().toString());
    }
    for (String name : reversed) {
      if (!name.equals(".") && !name.isEmpty()) {
        names.push(name);
      }
    }
    Path root = path.getRoot();
    return root == null ? Path.of(".") : root;
  }
}
