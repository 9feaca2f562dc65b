package dev.motet.json;

import dev.motet.json.JsonTree.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects the problems of a configuration while it is read. One thread.
public final class Problems {
  /// Nobody reads more; what follows is dropped.
  private static final int MAX = 500;

  private final List<Problem> list = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  public void error(Place place, String path, String text) {
    add(Problem.Kind.ERROR, place, path, text);
  }

  public void unbuilt(Place place, String path, String text) {
    add(Problem.Kind.UNBUILT, place, path, text);
  }

  public void warning(Place place, String path, String text) {
    add(Problem.Kind.WARNING, place, path, text);
  }

  /// A problem found after decoding.
  public void add(Problem problem) {
    List<Problem> target = problem.isError() ? list : warnings;
    if (target.size() < MAX) {
      target.add(problem);
    }
  }

  private void add(Problem.Kind kind, Place place, String path, String text) {
    add(new Problem(kind, place.position(path), text, place.source().line(place.start())));
  }

  public boolean hasErrors() {
    return !list.isEmpty();
  }

  /// Errors first, each part in file order.
  public List<Problem> all() {
    List<Problem> all = new ArrayList<>(sorted(list));
    all.addAll(warnings());
    return all;
  }

  public List<Problem> warnings() {
    return sorted(warnings);
  }

  /// @throws ConfigException when there is an error
  public void throwIfErrors() throws ConfigException {
    if (hasErrors()) {
      throw new ConfigException(all());
    }
  }

  private static List<Problem> sorted(List<Problem> problems) {
    return problems.stream()
        .distinct()
        .sorted(
            Comparator.comparing(
                    (Problem p) -> p.position().file() == null ? "" : p.position().file())
                .thenComparing(p -> p.position().line())
                .thenComparing(p -> p.position().column()))
        .toList();
  }
}
